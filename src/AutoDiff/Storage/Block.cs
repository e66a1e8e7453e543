namespace AutoDiff.Storage;

// The address of a run of elements: which array, and from which element on. The length belongs to the shape beside it.
// Slab 0 is "nowhere", positive numbers are the arena's own slabs, negative ones are arrays that others own.
// Both numbers share one word: written as two and copied as one, they would stall the processor on every copy.
internal readonly record struct Block
{
    private readonly long _packed;

    public Block(int slab, int offset) => _packed = ((long)slab << 32) | (uint)offset;

    public static Block None => default;

    public int Slab => (int)(_packed >> 32);

    public int Offset => (int)_packed;

    public bool IsNone => _packed == 0;

    public Block Skip(int elements) => new(Slab, Offset + elements);
}
