using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// 1 / sqrt(x), within 1.5 units in the last place: two correctly rounded steps.
internal readonly struct ReciprocalSqrtFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Constant(1) / TLanes.Sqrt(x);
}
