namespace AutoDiff.Kernels;

/// <summary>Work that is cut into blocks, each of which may run on any thread and in any order.</summary>
internal interface IBlockAction
{
    void Run(int block);
}
