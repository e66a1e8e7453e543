using System;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// A language model bound to sentences of several lengths side by side, for <see cref="TruncatedBackprop{T, TState}"/>: every sentence is read from its own beginning to its own
/// end, and every real step's target counts once. One object serves all batches: <see cref="Set"/> it anew for each.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of one layer.</typeparam>
/// <param name="model">The model.</param>
/// <param name="random">Where dropped elements, and what the output layer trains on, are drawn from while training; null in evaluation.</param>
/// <remarks>
/// As with <see cref="LanguageSequence{T, TState}"/>, masks and candidates are drawn when a batch is first run after it was set: a step sees the same ones however often it is run.
/// </remarks>
public sealed class SentenceSequence<T, TState>(LanguageModel<T, TState> model, RandomStream? random = null) : ISequence<T, StackState<T, TState>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private PackedRows? _rows;
    private ReadOnlyMemory<int> _tokens;
    private ReadOnlyMemory<int> _targets;
    private RepeatedDraws _draws = new(random);

    /// <inheritdoc/>
    public int Steps => _rows?.StepCount ?? 0;

    private PackedRows Rows => _rows ?? throw new InvalidOperationException("SentenceSequence: there are no sentences; give them to Set first.");

    /// <summary>Takes a batch of sentences.</summary>
    /// <param name="rows">Their lengths. It is not copied: set it anew only when this batch is done.</param>
    /// <param name="tokens">What to read, packed: one token for each place (<see cref="PackedRows.PackRow"/>).</param>
    /// <param name="targets">What to predict, packed in the same way.</param>
    /// <exception cref="ArgumentException">There are not as many tokens and targets as places.</exception>
    public void Set(PackedRows rows, ReadOnlyMemory<int> tokens, ReadOnlyMemory<int> targets)
    {
        if (tokens.Length != rows.Count || targets.Length != rows.Count)
            throw PackedErrors.ValueCount(
                "SentenceSequence",
                $"the sentences do not fit together: {tokens.Length} tokens and {targets.Length} targets",
                tokens.Length,
                rows.Count,
                "of each, one for each real step");
        (_rows, _tokens, _targets) = (rows, tokens, targets);
        _draws.Forget();
    }

    /// <inheritdoc/>
    public StackState<T, TState> InitialState(Tape<T> tape) => model.Stack.InitialState(tape, Rows.RowCount);

    /// <inheritdoc/>
    public int TargetCount(int from, int end) => _rows?.Steps(from, end).Count ?? 0;

    /// <inheritdoc/>
    public Variable<T> Run(Tape<T> tape, in StackState<T, TState> state, Segment segment, out StackState<T, TState> next)
    {
        PackedSegment run = Rows.Steps(segment.Start, segment.End), counted = Rows.Steps(segment.FirstLoss, segment.End);
        RandomStream? drawn = _draws.Begin();
        try
        {
            Variable<T> features = model.FeaturesPacked(tape, _tokens.Span.Slice(run.First, run.Count), run, in state, out next, drawn);
            return counted.Count == 0
                ? default
                : model.Loss(Slice(features, 0, run.Count - counted.Count, counted.Count), _targets.Span.Slice(counted.First, counted.Count), drawn);
        }
        finally
        {
            _draws.End();
        }
    }
}
