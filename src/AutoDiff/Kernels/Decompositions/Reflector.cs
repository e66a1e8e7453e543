using System;
using System.Numerics;

namespace AutoDiff.Kernels.Decompositions;

// H = I - tau v vᵀ, which turns a vector into a multiple of the first unit vector.
internal static class Reflector
{
    // Replaces x by v, whose first element is 1; gives tau and what the first element of Hx is. Source: LAPACK, xLARFG.
    public static (T Tau, T First) Make<T>(Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Among subnormal numbers tau would not belong to v.
        T scale = Rows.Balance(Rows.MaxMagnitude<T>(x));
        Rows.Scale(x, scale);
        T first = x[0];
        Span<T> rest = x[1..];
        T below = Rows.Length<T>(rest);
        x[0] = T.One;
        if (below == T.Zero)
            return (T.Zero, first / scale);
        T target = -T.CopySign(T.Hypot(first, below), first);
        Rows.Divide(rest, first - target);
        return ((target - first) / target, target / scale);
    }

    public static void Apply<T>(ReadOnlySpan<T> v, T tau, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tau != T.Zero)
            Rows.AddScaled(v, -tau * Rows.Dot(v, x), x);
    }
}
