using System.Runtime.CompilerServices;
using System.Threading;

namespace AutoDiff;

// Numbers that no two tapes share, nor one tape before and after a reset: a stale scalar, or one of another thread, shows by its mark.
internal static class ScalarMarks
{
    // By as many a mark's lowest bits tell tapes apart.
    public const int Slots = 256;

    private static uint _last;

    // In the upper half but for its highest bit; never 0, which is the mark of constants.
    public static ulong Next()
    {
        uint mark;
        do
            mark = Interlocked.Increment(ref _last) & int.MaxValue;
        while (mark == 0);
        return (ulong)mark << 32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Slot(ulong place) => (int)(place >> 32) & (Slots - 1);
}
