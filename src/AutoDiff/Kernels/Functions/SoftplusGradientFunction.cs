using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v * sigmoid(x), the gradient of softplus.
internal readonly struct SoftplusGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => v * SigmoidFunction<T>.Invoke(x);
}
