using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// scale v e^-x².
internal readonly struct ScaledGaussianFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x, TLanes scale)
        where TLanes : struct, ILanes<TLanes, T> => scale * v * GaussianFunction<T>.Invoke(x);
}
