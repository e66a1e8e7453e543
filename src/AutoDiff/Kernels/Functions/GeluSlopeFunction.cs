using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// F(x) + x f(x), F the normal distribution's share below x and f its density.
internal readonly struct GeluSlopeFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes size = ErrorSeries<T>.NormalSize(x), half = TLanes.Constant(0.5);
        TLanes e = ErrorSeries<T>.ExpOfMinusProduct(size, half * size);
        TLanes tail = half * (e * ErrorSeries<T>.ScaledComplement(size * TLanes.Constant(0.70710678118654752440)));
        TLanes bend = size * (e * TLanes.Constant(0.39894228040143267794));
        return TLanes.Select(TLanes.LessThan(x, TLanes.Constant(0)), tail - bend, (TLanes.Constant(1) - tail) + bend);
    }
}
