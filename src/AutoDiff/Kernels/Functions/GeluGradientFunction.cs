using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v (F(x) + x f(x)), F the normal distribution's share below x and f its density.
internal readonly struct GeluGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return v * TLanes.Create(PerLane<T>.InDouble<GeluSlopeFunction<double>>(x.First));
        return v * GeluSlopeFunction<T>.Invoke(x);
    }
}
