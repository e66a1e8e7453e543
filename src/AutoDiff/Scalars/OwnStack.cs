using System.Runtime.CompilerServices;

namespace AutoDiff;

// Tells cheaply whether a thread is the one that was here before, by where its stack is: asking for the thread costs more than recording an operation.
internal static class OwnStack
{
    // Places of two threads are further apart: a thread as close as that to the end of its stack has less left than the runtime itself wants to have
    // (RuntimeHelpers.EnsureSufficientExecutionStack).
    private const int Reach = 1 << 16;

    // What IsNear compares with.
    public static nint Mark => Here - Reach;

    private static nint Here
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Unsafe.SkipInit(out byte here);
            return Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref here);
        }
    }

    // False also for a thread that is far from where it was.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNear(nint mark) => (nuint)(Here - mark) < 2 * Reach;
}
