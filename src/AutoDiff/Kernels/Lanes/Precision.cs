using System.Numerics;

namespace AutoDiff.Kernels;

// What the JIT knows about T at compile time.
internal static class Precision<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Whether T has vector lanes and polynomials of its own; every other T goes through T's own scalar functions.
    public static bool IsVectorised => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    public static bool IsSingle => typeof(T) == typeof(float);
}
