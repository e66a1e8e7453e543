using System.Threading;

namespace AutoDiff;

// Numbers that no two tapes share, nor one tape before and after a reset: a stale scalar, or one of another thread, shows by its mark.
internal static class ScalarMarks
{
    private static uint _last;

    // In the upper half; never 0, which is the mark of constants.
    public static ulong Next()
    {
        uint mark;
        do
            mark = Interlocked.Increment(ref _last);
        while (mark == 0);
        return (ulong)mark << 32;
    }
}
