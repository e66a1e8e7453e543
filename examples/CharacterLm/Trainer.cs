using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>
/// Trains a character model step by step. A step runs the next chunk of all rows of the stream, follows the losses back as the
/// truncation says, and updates the weights. All that the next steps depend on is in here, and goes into a file and out of it bit by bit.
/// </summary>
public abstract class Trainer : IDisposable
{
    private protected Trainer(CharacterModel model, TrainingText text)
    {
        Model = model;
        Text = text;
        Stream = new StreamBatcher(text.Training, Settings.Batch, Settings.StepsPerSequence);
        Optimizer = Settings.Optimizer switch
        {
            OptimizerKind.Sgd => new Sgd<float>(model.Parameters, Settings.LearningRate, momentum: 0.9),
            OptimizerKind.RmsProp => new RmsProp<float>(model.Parameters, Settings.LearningRate, alpha: 0.95),
            _ => new Adam<float>(model.Parameters, Settings.LearningRate),
        };
    }

    /// <summary>What is trained.</summary>
    public CharacterModel Model { get; }

    /// <summary>What it learns from.</summary>
    public TrainingText Text { get; }

    /// <summary>What the run is made from.</summary>
    public Settings Settings => Model.Settings;

    /// <summary>The training part as rows and chunks.</summary>
    public StreamBatcher Stream { get; }

    /// <summary>What updates the weights.</summary>
    public Optimizer<float> Optimizer { get; }

    /// <summary>Steps taken.</summary>
    public long Step { get; private set; }

    /// <summary>Whole passes over the training part.</summary>
    public long Epoch { get; private set; }

    /// <summary>The next chunk of the pass that is going on.</summary>
    public int Chunk { get; private set; }

    /// <summary>Passes after which the model was validated.</summary>
    public long ValidatedEpochs { get; private set; }

    /// <summary>Characters that the last step learned from.</summary>
    public int Characters { get; private protected set; }

    /// <summary>The loss of the last step, in nats per character.</summary>
    public double Loss { get; private set; }

    /// <summary>The running mean of the loss, in nats per character.</summary>
    public double SmoothedLoss { get; private set; } = double.NaN;

    /// <summary>The norm of the last step's gradient before it was limited.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>The lowest validation loss so far.</summary>
    public Best Best { get; private set; } = Best.None;

    /// <summary>The arrays of the state that is carried to the next chunk; none at the beginning of a pass.</summary>
    public abstract IEnumerable<(Shape Shape, ReadOnlyMemory<float> Values)> Carried { get; }

    /// <summary>Takes one step. In steady state it allocates nothing.</summary>
    /// <exception cref="DivergedException">The loss or the gradient is not finite; the step was not taken.</exception>
    public void Train()
    {
        double loss = Accumulate(Stream.Chunk(Chunk));
        double norm = GradientClipping.GlobalNorm(Model.Parameters);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
            throw DivergedException.AtStep(Step + 1, loss, norm);
        if (Settings.Clip > 0)
            GradientClipping.ByGlobalNorm(Model.Parameters, Settings.Clip);
        Optimizer.Step();
        Model.Parameters.ClearGradients();
        Step++;
        Chunk++;
        (Loss, GradientNorm) = (loss, norm);
        SmoothedLoss = double.IsNaN(SmoothedLoss) ? loss : (0.98 * SmoothedLoss) + (0.02 * loss);
        if (Chunk == Stream.ChunkCount)
            EndEpoch();
    }

    /// <summary>Refuses weights that are not finite, as one step can leave them that is far too long.</summary>
    /// <exception cref="DivergedException">A weight is not finite.</exception>
    public void RequireFiniteWeights()
    {
        if (FiniteWeights.Missing(Model.Parameters) is { } parameter)
            throw DivergedException.InWeights(Step, parameter.Name);
    }

    /// <summary>Measures the loss on the validation part, in nats per character, with carried state; the model stays as it is.</summary>
    public abstract double Evaluate();

    /// <summary>Measures the loss on the validation part after a pass, and remembers the lowest.</summary>
    public double Validate()
    {
        double loss = Evaluate();
        ValidatedEpochs = Epoch;
        if (loss < Best.Loss)
            Best = new Best(Epoch, loss);
        return loss;
    }

    /// <summary>Puts everything into a file that the next steps depend on.</summary>
    public void Save(TensorFile file)
    {
        file.AddParameters(Model.Parameters, "model");
        Optimizer.SaveState(file);
        file.Add("random.position", Shape.Scalar, [(long)Model.Random.Position]);
        file.Add("progress.counts", new Shape(4), [Step, Epoch, Chunk, ValidatedEpochs]);
        file.Add("progress.losses", new Shape(2), [SmoothedLoss, Best.Loss]);
        file.Add("progress.best_epoch", Shape.Scalar, [Best.Epoch]);
        int part = 0;
        foreach ((Shape shape, ReadOnlyMemory<float> values) in Carried)
            file.Add($"carried.{part++}", shape, values.Span);
    }

    /// <summary>Takes back what <see cref="Save"/> has put into a file.</summary>
    /// <exception cref="TensorFileException">The file holds something else.</exception>
    public void Load(TensorFile file)
    {
        file.LoadParameters(Model.Parameters, "model");
        Optimizer.LoadState(file);
        Model.Random.Position = (ulong)Entry<long>(file, "random.position", Shape.Scalar)[0];
        ReadOnlySpan<long> counts = Entry<long>(file, "progress.counts", new Shape(4));
        ReadOnlySpan<double> losses = Entry<double>(file, "progress.losses", new Shape(2));
        if (counts[0] < 0 || counts[1] < 0 || counts[2] < 0 || counts[2] >= Stream.ChunkCount || counts[0] != (counts[1] * Stream.ChunkCount) + counts[2]
            || counts[3] < 0 || counts[3] > counts[1])
            throw new TensorFileException(
                $"Load: impossible counts: step {counts[0]}, epoch {counts[1]}, chunk {counts[2]} of {Stream.ChunkCount}, {counts[3]} validations. "
                    + "The file is damaged.");
        (Step, Epoch, Chunk, ValidatedEpochs) = (counts[0], counts[1], (int)counts[2], counts[3]);
        (SmoothedLoss, Best) = (losses[0], new Best(Entry<long>(file, "progress.best_epoch", Shape.Scalar)[0], losses[1]));
        LoadCarried(file);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives memory back.</summary>
    protected abstract void Dispose(bool disposing);

    private protected static ReadOnlySpan<T> Entry<T>(TensorFile file, string name, Shape shape)
        where T : unmanaged
    {
        TensorEntry entry = file[name];
        return entry.Shape == shape ? entry.Values<T>() : throw new TensorFileException($"Load: {entry} does not fit; need {shape}. The file is damaged.");
    }

    private protected abstract double Accumulate(StreamChunk chunk);

    private protected abstract void LoadCarried(TensorFile file);

    private protected abstract void ForgetCarried();

    // The next pass begins with the beginning of every row, so what the last one carried belongs to another text.
    private void EndEpoch()
    {
        Epoch++;
        Chunk = 0;
        ForgetCarried();
        Optimizer.LearningRate = Settings.LearningRate * Math.Pow(Settings.Decay, Epoch);
    }
}
