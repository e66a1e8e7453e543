using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>A model of one kind of cell.</summary>
/// <typeparam name="TState">The cell's state.</typeparam>
/// <param name="embedding">Vectors for the words; null for one-hot vectors.</param>
/// <param name="cell">The cell.</param>
/// <param name="output">From the last state to the scores.</param>
/// <param name="dropout">The probability of dropping an element before cell and output while training.</param>
public sealed class NumberModel<TState>(Embedding<float>? embedding, ICell<float, TState> cell, Linear<float> output, double dropout) : NumberModel
    where TState : struct, IState<TState, float>
{
    private readonly Dropout _dropout = new(dropout);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<float>> Parameters { get; } = [.. embedding?.Parameters ?? [], .. cell.Parameters, .. output.Parameters];

    /// <inheritdoc/>
    public override Variable<float> Scores(Tape<float> tape, PrefixBatch batch, RandomStream? random = null)
    {
        TState state = cell.InitialState(tape, batch.Labels.Length);

        // The truncation, whole: what is read without recording acts as an input to what is read after it.
        if (batch.Head.Count > 0)
        {
            using NoGradientScope<float> forward = tape.NoGradient();
            Read(tape, batch.HeadWords, batch.Head, state, out state, random);
        }

        // The last output of each row, wherever it ended: an output is the first part of its state.
        Read(tape, batch.TailWords, batch.Tail, state, out state, random);
        return output.Forward(_dropout.Forward(state[0], random));
    }

    private void Read(Tape<float> tape, ReadOnlySpan<int> words, PackedRows rows, TState state, out TState final, RandomStream? random)
    {
        if (embedding is null)
            cell.UnrollPackedProjected(cell.ProjectOneHot(tape, words), rows, in state, out final);
        else
            cell.UnrollPacked(_dropout.Forward(embedding.Forward(tape, words), random), rows, in state, out final);
    }
}
