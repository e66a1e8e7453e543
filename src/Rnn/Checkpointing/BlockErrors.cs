using System;
using System.Numerics;

namespace AutoDiff.Rnn;

// Blocks are run one by one: what a loss reads must be in its own.
internal static class BlockErrors
{
    public static bool ReachesBack<T, TState>(ISequence<T, TState> sequence, Segment block, out int read)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        read = block.FirstLoss < block.End ? sequence.FirstStepRead(block.FirstLoss, block.End) : block.Start;
        return read < block.Start;
    }

    public static ArgumentException OutsideBlock(string operation, Segment block, int read, string way, string cure) => new(
        $"{operation}: a loss needs steps outside its block: the losses of the steps {block.FirstLoss} to {block.End - 1} read outputs from step {read} "
            + $"on, but under {way} they are run from step {block.Start}; need blocks that hold what their losses read. Use {cure}.");
}
