using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v - d e^y.
internal readonly struct LogSoftmaxGradientFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes y, TLanes d)
        where TLanes : struct, ILanes<TLanes, T> => v - (d * ExpFunction<T>.Invoke(y));
}
