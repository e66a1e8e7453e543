using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// -v * sin(x), the gradient of the cosine.
internal readonly struct CosGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => -(v * SinFunction<T>.Invoke(x));
}
