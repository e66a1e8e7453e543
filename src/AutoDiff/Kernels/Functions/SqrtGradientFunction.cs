using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v / (2 y), where y = sqrt(x).
internal readonly struct SqrtGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes y)
        where TLanes : struct, ILanes<TLanes, T> => v / (y + y);
}
