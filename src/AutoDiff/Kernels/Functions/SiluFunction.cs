using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x sigmoid(x) within 3 units in the last place; 0 at -infinity, NaN stays NaN.
internal readonly struct SiluFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Bound(x, Precision<T>.IsSingle ? -110 : -760, double.PositiveInfinity) * SigmoidFunction<T>.Invoke(x);
}
