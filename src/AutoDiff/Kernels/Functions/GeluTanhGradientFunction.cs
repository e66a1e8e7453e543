using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v s (1 + x z' (1 - s)), where s = sigmoid(z) and z = 2 sqrt(2 / pi) (x + 0.044715 x³).
internal readonly struct GeluTanhGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Where the share is 0 or 1 to the last bit, x is bounded, so that the product at infinity is not NaN.
        TLanes bounded = TLanes.Bound(x, -1000, 1000), c = TLanes.Constant(1.5957691216057307117), cubic = TLanes.Constant(0.071354816272600248775);
        TLanes square = cubic * bounded * bounded, share = LogisticParts<T>.Split(bounded * (square + c), out TLanes rest);
        return v * (share * TLanes.MultiplyAdd(bounded * ((TLanes.Constant(3) * square) + c), rest, TLanes.Constant(1)));
    }
}
