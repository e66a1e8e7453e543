using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// 2 v x.
internal readonly struct SquareGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => (v + v) * x;
}
