using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v * (1 - y * y), where y = tanh(x). Factored, so that nothing cancels as |y| nears 1.
internal readonly struct TanhGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes y)
        where TLanes : struct, ILanes<TLanes, T> => v * ((TLanes.Constant(1) - y) * (TLanes.Constant(1) + y));
}
