using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>Trains a character model with one kind of cell.</summary>
public sealed class Trainer<TState> : Trainer
    where TState : struct, IState<TState, float>
{
    private readonly CharacterModel<TState> _model;
    private readonly LanguageSequence<float, TState> _sequence;
    private readonly TruncatedBackprop<float, StackState<float, TState>> _backprop;
    private readonly CarriedState<float, StackState<float, TState>> _carried = new();

    internal Trainer(CharacterModel<TState> model, TrainingText text)
        : base(model, text)
    {
        _model = model;
        _sequence = new LanguageSequence<float, TState>(model.Network, model.Random);
        _backprop = new TruncatedBackprop<float, StackState<float, TState>>(Settings.Truncation.ToPolicy(), LossReduction.Mean);
    }

    /// <inheritdoc/>
    public override IEnumerable<(Shape Shape, ReadOnlyMemory<float> Values)> Carried => _carried.Parts();

    /// <inheritdoc/>
    public override double Evaluate()
    {
        // Rows begin without memory; long ones make that, and with it the number of rows, matter little.
        const int LeastPerRow = 1000;
        int rows = Math.Clamp(Text.Validation.Length / LeastPerRow, 1, Math.Min(Settings.Batch, Text.Validation.Length - 1));
        StreamBatcher stream = new(Text.Validation, rows, Settings.StepsPerSequence);
        LanguageSequence<float, TState> sequence = new(_model.Network);
        CarriedState<float, StackState<float, TState>> carried = new();
        using Tape<float> tape = new();
        double sum = 0;
        for (int chunk = 0; chunk < stream.ChunkCount; chunk++)
        {
            tape.Reset();
            using NoGradientScope<float> forward = tape.NoGradient();
            sequence.Chunk = stream.Chunk(chunk);
            StackState<float, TState> state = carried.IsEmpty ? sequence.InitialState(tape) : carried.Restore(tape);
            sum += sequence.Run(tape, in state, new Segment(0, 0, sequence.Steps), out StackState<float, TState> next).Item();
            carried.Save(next);
        }

        return sum / stream.TargetCount;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _backprop.Dispose();
    }

    private protected override double Accumulate(StreamChunk chunk)
    {
        _sequence.Chunk = chunk;
        Characters = chunk.TargetCount;
        return _backprop.Accumulate(_sequence, _carried);
    }

    private protected override void ForgetCarried() => _carried.Clear();

    private protected override void LoadCarried(TensorFile file)
    {
        int count = Chunk == 0 ? 0 : Settings.Layers * default(TState).PartCount;
        Shape shape = new(Settings.Batch, Settings.Hidden);
        (Shape, float[])[] parts = new (Shape, float[])[count];
        for (int part = 0; part < count; part++)
            parts[part] = (shape, Entry<float>(file, $"carried.{part}", shape).ToArray());
        _carried.Load(parts);
    }
}
