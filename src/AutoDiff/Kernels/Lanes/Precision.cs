using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// What the JIT knows about T at compile time.
internal static class Precision<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Whether T has vector lanes and polynomials of its own; every other T goes through T's own scalar functions.
    public static bool IsVectorised
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) || typeof(T) == typeof(double);
    }

    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    // A double rounded to T. The two common types are named because the generic conversion boxes until the JIT has optimised it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Round(double value) => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(value)
        : T.CreateTruncating(value);
}
