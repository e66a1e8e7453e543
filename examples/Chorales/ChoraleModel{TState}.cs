using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.Chorales;

/// <summary>A model of one kind of cell.</summary>
/// <typeparam name="TState">The cell's state.</typeparam>
/// <param name="stack">The cell.</param>
/// <param name="output">From the cell's outputs to the scores of the keys.</param>
/// <param name="dropout">The probability of dropping an element before the output layer while training.</param>
public sealed class ChoraleModel<TState>(RecurrentStack<float, TState> stack, Linear<float> output, double dropout) : ChoraleModel
    where TState : struct, IState<TState, float>
{
    private readonly Dropout _dropout = new(dropout);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<float>> Parameters { get; } = [.. stack.Parameters, .. output.Parameters];

    /// <inheritdoc/>
    public override Variable<float> Scores(Tape<float> tape, PieceBatch batch, RandomStream? random = null)
    {
        StackState<float, TState> state = stack.InitialState(tape, batch.Rows.RowCount);
        Variable<float> heard = stack.UnrollPacked(batch.Inputs(tape), batch.Rows, in state, out _, random);
        return output.Forward(_dropout.Forward(heard, random));
    }

    /// <inheritdoc/>
    public override IListener Listen() => new Listener(stack, output);

    private sealed class Listener(RecurrentStack<float, TState> stack, Linear<float> output) : IListener
    {
        private readonly Tape<float> _tape = new();
        private readonly CarriedState<float, StackState<float, TState>> _carried = new();
        private readonly float[] _frame = new float[Piece.Keys];

        public ReadOnlySpan<float> Hear(ReadOnlySpan<int> keys)
        {
            _tape.Reset();
            using NoGradientScope<float> forward = _tape.NoGradient();
            Array.Clear(_frame);
            foreach (int key in keys)
                _frame[key] = 1;
            StackState<float, TState> state = _carried.IsEmpty ? stack.InitialState(_tape, 1) : _carried.Restore(_tape);
            Variable<float> scores = output.Forward(stack.Unroll(_tape.Constant(_frame, new Shape(1, 1, Piece.Keys)), in state, out StackState<float, TState> next));
            _carried.Save(next);
            return scores.Values;
        }

        public void Dispose() => _tape.Dispose();
    }
}
