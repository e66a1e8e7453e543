using AutoDiff.Storage;

namespace AutoDiff;

// Where the gradient of one entry is added up during a sweep.
internal struct Cotangent
{
    public Block Block;

    // Whether anything was added yet; before, the block's contents are undefined.
    public bool Filled;

    // The first element that anything was added to, while parts arrive from the end on; those before it are still undefined.
    public int From;

    // The gradient of a parameter that is kept in rows, or is not there yet: it has no block.
    public bool InRows;

    // The block was asked for (a result, a parameter's gradient): it is never given to another entry or taken over.
    public bool Kept;

    // Where contributions to it are collected that are still to be added; 0 for nowhere.
    public int Place;

    // Whether nothing has arrived yet, and nothing says where it is to go.
    public readonly bool IsUntouched => Block.IsNone && !InRows;
}
