using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// A recurrent model bound to a sequence of data: what a truncation policy needs to know to train it. Implementations
/// run any stretch of the sequence from any state.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The model's state.</typeparam>
public interface ISequence<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    /// <summary>Steps in the sequence.</summary>
    int Steps { get; }

    /// <summary>The state before the first step where none is carried.</summary>
    /// <param name="tape">Where to put it.</param>
    TState InitialState(Tape<T> tape);

    /// <summary>How many targets the losses of a stretch count.</summary>
    /// <param name="from">Its first step.</param>
    /// <param name="end">One past its last step.</param>
    int TargetCount(int from, int end);

    /// <summary>
    /// The first step whose outputs the losses of a stretch read. A sequence whose losses look at their own step needs not say so; one that pools
    /// outputs over time must, so that a policy which would cut them off is refused.
    /// </summary>
    /// <param name="from">The stretch's first step.</param>
    /// <param name="end">One past its last step.</param>
    int FirstStepRead(int from, int end) => from;

    /// <summary>Runs a segment forward.</summary>
    /// <param name="tape">The tape to run on.</param>
    /// <param name="state">The state before <see cref="Segment.Start"/>.</param>
    /// <param name="segment">Which steps to run, and whose losses count.</param>
    /// <param name="next">The state after the last step.</param>
    /// <returns>
    /// The scalar sum of the losses of the counted targets; <c>default</c> where <see cref="Segment.FirstLoss"/> is <see cref="Segment.End"/>, when only the
    /// state is asked for.
    /// </returns>
    Variable<T> Run(Tape<T> tape, in TState state, Segment segment, out TState next);
}
