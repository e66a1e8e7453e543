using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>A stretch of a sequence in blocks, as the checkpointing sees it.</summary>
internal interface IBlocks<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    // The factor of the losses.
    T Scale { get; }

    // The steps of a block, and whose losses count.
    Segment BlockAt(int index);

    // The state before the first block, on an empty tape.
    TState Enter(Tape<T> tape);

    // Runs a block; no loss where none is asked for.
    Variable<T> Run(Tape<T> tape, in TState state, Segment segment, out TState next);
}
