namespace AutoDiff;

/// <summary>Work that is cut into blocks, each of which may run on any thread and in any order: see <see cref="Threading.Run"/>.</summary>
/// <remarks>What a block computes must depend on its number alone, so that the number of threads changes no bit.</remarks>
public interface IBlockAction
{
    /// <summary>Runs one block.</summary>
    /// <param name="block">Its number, from 0.</param>
    void Run(int block);
}
