using System;
using System.Diagnostics;

namespace AutoDiff.Tests;

// How much of the garbage-collected heap a step takes once it has been run a few times.
internal static class Allocated
{
    private const int Rounds = 12;

    // The least of several rounds: the runtime allocates now and then, when it compiles a method anew or trims a pool; a step that
    // allocates does so in every round. Code that is not yet compiled for good may put on the heap what it later keeps on the stack, and a busy
    // machine takes its time over that.
    public static long Least(Action step)
    {
        long least = long.MaxValue, start = Stopwatch.GetTimestamp();
        for (int round = 0; least > 0 && (round < Rounds || Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5)); round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
