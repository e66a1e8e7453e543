using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// y (v - d).
internal readonly struct SoftmaxGradientFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes y, TLanes d)
        where TLanes : struct, ILanes<TLanes, T> => y * (v - d);
}
