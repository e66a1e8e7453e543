using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x sigmoid(z) with z = 2 sqrt(2 / pi) (x + 0.044715 x³), which is x (1 + tanh(z / 2)) / 2 without the cancellation on the left.
internal readonly struct GeluTanhFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Where the share is 0 or 1 to the last bit, x is bounded, so that the product at infinity is not NaN.
        TLanes bounded = TLanes.Bound(x, -1000, 1000), c = TLanes.Constant(1.5957691216057307117), cubic = TLanes.Constant(0.071354816272600248775);
        TLanes z = bounded * TLanes.MultiplyAdd(cubic * bounded, bounded, c);
        return TLanes.Bound(x, -1000, double.PositiveInfinity) * SigmoidFunction<T>.Invoke(z);
    }
}
