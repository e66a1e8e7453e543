using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The tangent of every finite argument within 3 units in the last place; NaN at the infinities, -0 stays -0.
// Beyond 100,000 each lane takes T's own tangent, and its neighbours the same values as without it.
internal readonly struct TanFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(T.Tan(x.First));

        TLanes large = CircularSeries<T>.IsLarge(x);
        // The series would make -0 into +0.
        TLanes y = TLanes.Select(TLanes.Equal(x, TLanes.Constant(0)), x, CircularSeries<T>.Tangent(x));
        return TLanes.Any(large) ? TLanes.Select(large, PerLane<T>.Map<TLanes, ScalarTanFunction<T>>(x), y) : y;
    }
}
