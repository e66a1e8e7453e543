using System;

namespace AutoDiff.Tests;

// How much of the garbage-collected heap a step takes once it has been run a few times.
internal static class Allocated
{
    private const int Rounds = 12;

    // The least of several rounds: the runtime allocates now and then, when it compiles a method anew or trims a pool; a step that
    // allocates does so in every round.
    public static long Least(Action step)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
