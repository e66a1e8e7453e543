using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v s (1 + x (1 - s)), where s = sigmoid(x).
internal readonly struct SiluGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Where the share is 0 or 1 to the last bit, x is bounded, so that the product at infinity is not NaN.
        TLanes bounded = TLanes.Bound(x, -1000, 1000);
        TLanes share = LogisticParts<T>.Split(bounded, out TLanes rest);
        return v * (share * TLanes.MultiplyAdd(bounded, rest, TLanes.Constant(1)));
    }
}
