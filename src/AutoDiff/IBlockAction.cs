namespace AutoDiff;

/// <summary>Work that is cut into blocks, each of which may run on any thread and in any order: see <see cref="Threading.Run"/>.</summary>
public interface IBlockAction
{
    /// <summary>Does one block of the work. What it computes must not depend on the thread, nor on which blocks were done before.</summary>
    /// <param name="block">Its number, from 0.</param>
    void Run(int block);
}
