namespace AutoDiff.Storage;

// The address of a run of elements: which array, and from which element on. The length belongs to the shape beside it.
// Slab 0 is "nowhere", positive numbers are the arena's own slabs, negative ones are arrays that others own.
internal readonly record struct Block(int Slab, int Offset)
{
    public static Block None => default;

    public bool IsNone => Slab == 0;

    public Block Skip(int elements) => new(Slab, Offset + elements);
}
