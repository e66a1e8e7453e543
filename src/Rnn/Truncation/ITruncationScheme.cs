using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// One way of carrying a <see cref="Truncation"/> out. Everything that schemes have in common, the tape, the sequence, the state that is
/// carried, sums, scales and updates, is the walk's: a scheme decides only what is run, from where, and how losses are followed back.
/// </summary>
internal interface ITruncationScheme<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    // Follows every loss of the walk's sequence back: adds the gradients into the parameters, scaled by the walk's factor, and the
    // losses to the walk's sum. It begins at the walk's first step that is not done, and stops between two updates where the walk does. The
    // walk's state may be left before the last step; what is missing is run without recording.
    void Follow(SequenceWalk<T, TState> walk);
}
