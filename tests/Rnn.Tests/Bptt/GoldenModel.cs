using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Bptt;

// The recurrent model of the coursework's self-test: s = sigmoid(V x + U s), y = softmax(W s), three classes, two hidden units, no
// biases. Its matrices act on columns, ours on rows, so they are transposed on the way in and out.
internal sealed class GoldenModel
{
    private static readonly double[] Recurrent = [0.9, 0.8, 0.5, 0.3];
    private static readonly double[] Input = [0.7, 0.3, 0.4, 0.6, 0.9, 0.7];
    private static readonly double[] Output = [0.6, 0.5, 0.2, 0.6, 0.4, 0.2];

    private readonly ElmanCell<double> _cell;
    private readonly Linear<double> _output;

    public GoldenModel()
    {
        RandomStream random = new(1);
        _cell = new ElmanCell<double>(3, 2, random, Activation.Sigmoid, biases: Biases.None);
        _output = new Linear<double>(2, 3, random, bias: false, name: "output");
        Transpose(Input, 2, 3).CopyTo(_cell.InputWeights.Write());
        Transpose(Recurrent, 2, 2).CopyTo(_cell.RecurrentWeights.Write());
        Transpose(Output, 3, 2).CopyTo(_output.Weight.Write());
        Model = new LanguageModel<double, HiddenState<double>>(null, new RecurrentStack<double, HiddenState<double>>([_cell]), _output);
    }

    public LanguageModel<double, HiddenState<double>> Model { get; }

    // Minus the gradients, as the published vectors have them.
    public double[] DeltaU => Negated(Transpose(_cell.RecurrentWeights.Gradient.ToArray(), 2, 2));

    public double[] DeltaV => Negated(Transpose(_cell.InputWeights.Gradient.ToArray(), 3, 2));

    public double[] DeltaW => Negated(Transpose(_output.Weight.Gradient.ToArray(), 2, 3));

    public double Accumulate(Truncation truncation, int[] inputs, int[] targets, LossReduction reduction = LossReduction.Sum, AutoDiff.Rnn.Checkpointing checkpointing = default) =>
        Accumulate(
            truncation,
            new LanguageSequence<double, HiddenState<double>>(Model) { Chunk = new StreamChunk(inputs, targets, inputs.Length, 1, inputs.Length) },
            reduction,
            checkpointing);

    public double Accumulate(
        Truncation truncation,
        ISequence<double, StackState<double, HiddenState<double>>> sequence,
        LossReduction reduction = LossReduction.Sum,
        AutoDiff.Rnn.Checkpointing checkpointing = default)
    {
        Model.ClearGradients();
        using TruncatedBackprop<double, StackState<double, HiddenState<double>>> trainer = new(truncation, reduction, checkpointing);
        return trainer.Accumulate(sequence);
    }

    // The same with the loss of the last step alone.
    public double AccumulateLast(Truncation truncation, int[] inputs, int target)
    {
        Model.ClearGradients();
        using TruncatedBackprop<double, StackState<double, HiddenState<double>>> trainer = new(truncation, LossReduction.Sum);
        return trainer.Accumulate(new LastStepSequence(Model, inputs, target));
    }

    private static double[] Negated(double[] values) => [.. values.Select(value => -value)];

    private static double[] Transpose(double[] matrix, int rows, int columns)
    {
        double[] result = new double[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                result[(column * rows) + row] = matrix[(row * columns) + column];
        }

        return result;
    }

    private sealed class LastStepSequence(LanguageModel<double, HiddenState<double>> model, int[] inputs, int target) : ISequence<double, StackState<double, HiddenState<double>>>
    {
        public int Steps => inputs.Length;

        public StackState<double, HiddenState<double>> InitialState(Tape<double> tape) => model.Stack.InitialState(tape, 1);

        public int TargetCount(int from, int end) => end == Steps && from < end ? 1 : 0;

        public Variable<double> Run(Tape<double> tape, in StackState<double, HiddenState<double>> state, Segment segment, out StackState<double, HiddenState<double>> next)
        {
            Variable<double> features = model.Features(tape, inputs.AsSpan(segment.Start, segment.Steps), 1, in state, out next);
            return TargetCount(segment.FirstLoss, segment.End) == 0 ? default : model.Loss(Ops.Slice(features, 0, segment.Steps - 1, 1), [target]);
        }
    }
}
