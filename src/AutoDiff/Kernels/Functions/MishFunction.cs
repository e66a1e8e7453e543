using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x tanh(log(1 + e^x)) within 4 units in the last place; 0 at -infinity, NaN stays NaN. The tangent is q / (q + 2) with q = e^x (e^x + 2),
// so one exponential serves: of -|x|, and what it means on the right is (1 + 2e) / (1 + 2e + 2e²).
internal readonly struct MishFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Constant(1), two = TLanes.Constant(2), left = TLanes.LessThan(x, TLanes.Constant(0)), e = ExpFunction<T>.Invoke(-TLanes.Abs(x));
        TLanes top = TLanes.Select(left, e * (e + two), TLanes.MultiplyAdd(two, e, one));
        TLanes share = top / (top + TLanes.Select(left, two, two * e * e));
        return TLanes.Bound(x, Precision<T>.IsSingle ? -110 : -760, double.PositiveInfinity) * share;
    }
}
