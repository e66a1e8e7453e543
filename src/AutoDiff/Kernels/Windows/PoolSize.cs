namespace AutoDiff.Kernels;

// The lengths of a pooling of planes, each on its own. One axis alone is a plane of height 1.
internal readonly record struct PoolSize(PoolAxis Height, PoolAxis Width)
{
    public int InputPlane => Height.Length * Width.Length;

    public int OutputPlane => Height.Places * Width.Places;
}
