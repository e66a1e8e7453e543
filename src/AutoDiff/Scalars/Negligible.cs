using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

/// <summary>What neither a number nor any derivative that it carries can contribute to.</summary>
internal static class Negligible
{
    // The smallest normal numbers.
    public const double LeastDouble = 2.2250738585072014e-308;
    public const float LeastSingle = 1.17549435e-38f;

    // In float and double, subnormal numbers too: an adjoint that decays into them stays there, and slows a sweep many times over.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
            return double.Abs((double)(object)x) < LeastDouble;
        if (typeof(T) == typeof(float))
            return float.Abs((float)(object)x) < LeastSingle;
        return IsZero(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T).IsAssignableTo(typeof(ICarriesDerivatives)) ? ((ICarriesDerivatives)x).IsZeroThroughout : T.IsZero(x);

    // slope · tangent, where a direction that does not move x stays zero even at a vertical slope, and where the slope's own derivative is infinite.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Product<T>(T slope, T tangent)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (!typeof(T).IsAssignableTo(typeof(ICarriesDerivatives)) && T.IsFinite(slope)) || !IsZero(tangent) ? slope * tangent : T.Zero;
}
