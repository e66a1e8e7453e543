namespace AutoDiff.Benchmarks;

internal static class Program
{
    private static void Main()
    {
    }
}
