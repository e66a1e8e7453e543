using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v * e^(x - y), the gradient of y = log(sum(e^x)); 0 where y is -infinity, and so every x.
internal readonly struct LogSumExpGradientFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x, TLanes y)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes value = v * ExpFunction<T>.Invoke(x - y);
        return TLanes.Select(TLanes.Equal(y, TLanes.Constant(double.NegativeInfinity)), TLanes.Constant(0), value);
    }
}
