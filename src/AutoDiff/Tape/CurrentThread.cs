using System;
using System.Runtime.CompilerServices;

namespace AutoDiff;

// The calling thread's number, which every operation asks for: read without a call, unlike the runtime's own.
internal static class CurrentThread
{
    [ThreadStatic]
    private static int _number;

    public static int Number
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _number != 0 ? _number : Ask();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Ask() => _number = Environment.CurrentManagedThreadId;
}
