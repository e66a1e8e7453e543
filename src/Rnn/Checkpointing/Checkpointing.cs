using System;

namespace AutoDiff.Rnn;

/// <summary>
/// How much of a sequence's forward pass is kept for the way back; what is not kept is run again. It changes memory and time, not the
/// gradient, and goes with every truncation into segments.
/// </summary>
/// <remarks>
/// <para>A sequence is cut into blocks of consecutive steps, which are run and followed back one by one: a block's steps still run in
/// one operation where a cell can. Schedules (<see cref="CheckpointPlan"/>) count blocks.</para>
/// <para>All ways of checkpointing with blocks of one length give the same bits. Against no checkpointing, where the sequence is one block, sums over time steps and over losses
/// are rounded otherwise, block by block: to about 1e-12 of their size in double. Random masks are the same, as a sequence draws them for its steps by number.</para>
/// </remarks>
public readonly record struct Checkpointing
{
    private Checkpointing(CheckpointKind kind, long amount, int blockLength)
    {
        Kind = kind;
        Amount = amount;
        BlockLength = blockLength;
    }

    /// <summary>Everything is kept.</summary>
    public static Checkpointing None => default;

    internal CheckpointKind Kind { get; }

    internal long Amount { get; }

    internal int BlockLength { get; }

    /// <summary>Keeps what fits: everything, states, records of blocks, or both, whichever takes the least time; the length of blocks is chosen too.</summary>
    /// <param name="bytes">How much memory values on tapes and kept states may take, in bytes.</param>
    /// <remarks>
    /// The sizes are measured on a few steps of the first segment, and again when a segment of another length or a state of another size comes; one block's way
    /// back is taken to need as much memory as its record. Parameters, their gradients and the data are not counted.
    /// </remarks>
    /// <exception cref="ArgumentException">The budget is not positive.</exception>
    public static Checkpointing Budget(long bytes) => bytes > 0
        ? new(CheckpointKind.Budget, bytes, 0)
        : throw new ArgumentException($"Checkpointing.Budget: {bytes} bytes; need more than 0.");

    /// <summary>Keeps states between blocks, by the binomial schedule: see <see cref="CheckpointPlan.States"/>.</summary>
    /// <param name="slots">How many states are kept at a time, that before the first block included; 1 or more. With one for each block, every block is run twice.</param>
    /// <param name="blockLength">Steps in a block, 1 or more; the last may be shorter.</param>
    /// <exception cref="ArgumentException">There is no slot, or no step in a block.</exception>
    public static Checkpointing States(int slots, int blockLength = 1) => Slots(CheckpointKind.States, slots, blockLength);

    /// <summary>Keeps records of blocks, which need not be run again: see <see cref="CheckpointPlan.Records"/>. Each stands on a tape of its own.</summary>
    /// <param name="slots">How many records are kept at a time, 1 or more.</param>
    /// <param name="blockLength">Steps in a block, 1 or more; the last may be shorter.</param>
    /// <exception cref="ArgumentException">There is no slot, or no step in a block.</exception>
    public static Checkpointing Records(int slots, int blockLength = 1) => Slots(CheckpointKind.Records, slots, blockLength);

    /// <summary>The way and its numbers.</summary>
    public override string ToString() => Kind switch
    {
        CheckpointKind.None => nameof(None),
        CheckpointKind.Budget => $"Budget({Amount})",
        _ => $"{Kind}({Amount}, {BlockLength})",
    };

    private static Checkpointing Slots(CheckpointKind kind, int slots, int blockLength)
    {
        if (slots < 1)
            throw new ArgumentException(
                $"Checkpointing.{kind}: {slots} slots; need 1 or more: "
                    + $"{(kind == CheckpointKind.States ? "the state before the first block is one" : "the block being followed back has one")}.");
        if (blockLength < 1)
            throw new ArgumentException($"Checkpointing.{kind}: blocks of {blockLength} steps; need 1 or more.");
        return new Checkpointing(kind, slots, blockLength);
    }
}
