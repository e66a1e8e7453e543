using System;

namespace AutoDiff.Tests;

// Tests that set the number of threads, which holds for the whole process, and set it back.
internal static class Threads
{
    public static void With(int threads, Action test)
    {
        int before = Threading.MaxThreads;
        Threading.MaxThreads = threads;
        try
        {
            test();
        }
        finally
        {
            Threading.MaxThreads = before;
        }
    }
}
