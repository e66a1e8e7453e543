using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v (t + x (1 - t²) s), where t = tanh(log(1 + e^x)) and s = sigmoid(x).
// With e = e^-|x| the slope of t is 4e² (1 + e) / (1 + 2e + 2e²)² on the right, 4e (1 + e) / (2 + 2e + e²)² on the left.
internal readonly struct MishGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Where the share is 0 or 1 to the last bit, x is bounded, so that the product at infinity is not NaN.
        TLanes bounded = TLanes.Bound(x, -1000, 1000), one = TLanes.Constant(1), two = TLanes.Constant(2), left = TLanes.LessThan(x, TLanes.Constant(0));
        TLanes e = ExpFunction<T>.Invoke(-TLanes.Abs(bounded));
        TLanes top = TLanes.Select(left, e * (e + two), TLanes.MultiplyAdd(two, e, one));
        TLanes inverse = one / (top + TLanes.Select(left, two, two * e * e));
        TLanes slope = TLanes.Constant(4) * TLanes.Select(left, e, e * e) * (one + e) * inverse * inverse;
        return v * TLanes.MultiplyAdd(bounded, slope, top * inverse);
    }
}
