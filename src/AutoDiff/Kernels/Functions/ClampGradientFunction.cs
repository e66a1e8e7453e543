using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v where clamping left x as it was (y = x, the bounds included), else 0.
internal readonly struct ClampGradientFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x, TLanes y)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.Equal(x, y), v, TLanes.Constant(0));
}
