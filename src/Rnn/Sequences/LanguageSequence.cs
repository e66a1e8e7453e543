using System;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>A language model bound to a chunk of a stream, for <see cref="TruncatedBackprop{T, TState}"/>. One object serves all chunks: set <see cref="Chunk"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of one layer.</typeparam>
/// <param name="model">The model.</param>
/// <param name="random">Where dropped elements, and what the output layer trains on, are drawn from while training; null in evaluation.</param>
/// <remarks>
/// With a window, steps are run more than once. A chunk's masks are drawn when it is first run after <see cref="Chunk"/> was set, so that
/// a step sees the same mask in every run; set the chunk again for other masks. Afterwards the stream stands behind them. The same holds for the candidates
/// of a <see cref="SampledSoftmax{T}"/>: they are those of the chunk, however it is cut.
/// </remarks>
public sealed class LanguageSequence<T, TState>(LanguageModel<T, TState> model, RandomStream? random = null) : ISequence<T, StackState<T, TState>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private RepeatedDraws _draws = new(random);

    /// <summary>The tokens to read and to predict.</summary>
    /// <exception cref="ArgumentException">The chunk's counts do not fit its arrays.</exception>
    public StreamChunk Chunk
    {
        get;
        set
        {
            long targets = (long)value.Steps * value.Rows;
            if (value.Steps < 0 || value.Rows < 0 || value.Inputs.Length != targets || value.Targets.Length < value.TargetCount || value.TargetCount < 0
                || value.TargetCount > targets)
                throw new ArgumentException(
                    $"LanguageSequence: the chunk does not fit together: {value.Steps} steps of {value.Rows} rows, {value.Inputs.Length} inputs, "
                        + $"{value.Targets.Length} targets of which {value.TargetCount} count; "
                        + "need an input for each step and row, and no more targets than those.");
            field = value;
            _draws.Forget();
        }
    }

    /// <inheritdoc/>
    public int Steps => Chunk.Steps;

    /// <inheritdoc/>
    public StackState<T, TState> InitialState(Tape<T> tape) => model.Stack.InitialState(tape, Chunk.Rows);

    /// <inheritdoc/>
    public int TargetCount(int from, int end) => Math.Max(0, Math.Min(end * Chunk.Rows, Chunk.TargetCount) - (from * Chunk.Rows));

    /// <inheritdoc/>
    public Variable<T> Run(Tape<T> tape, in StackState<T, TState> state, Segment segment, out StackState<T, TState> next)
    {
        ReadOnlySpan<int> inputs = Chunk.Inputs.Span[(segment.Start * Chunk.Rows)..(segment.End * Chunk.Rows)];
        RandomStream? drawn = _draws.Begin();
        try
        {
            Variable<T> features = model.Features(tape, inputs, Chunk.Rows, in state, out next, drawn, segment.Start);
            return segment.FirstLoss == segment.End ? default : Loss(features, segment, drawn);
        }
        finally
        {
            _draws.End();
        }
    }

    private Variable<T> Loss(Variable<T> features, Segment segment, RandomStream? drawn)
    {
        int first = segment.FirstLoss - segment.Start;
        ReadOnlySpan<int> targets = Chunk.Targets.Span.Slice(segment.FirstLoss * Chunk.Rows, TargetCount(segment.FirstLoss, segment.End));
        return model.Loss(Slice(features, 0, first, segment.Steps - first), targets, drawn);
    }
}
