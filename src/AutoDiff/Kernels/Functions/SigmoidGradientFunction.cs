using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v * y * (1 - y), where y = sigmoid(x).
internal readonly struct SigmoidGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes y)
        where TLanes : struct, ILanes<TLanes, T> => v * (y * (TLanes.Constant(1) - y));
}
