using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// right x where x is positive, else left (e^x - 1); NaN stays NaN.
internal readonly struct EluFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x, TLanes right, TLanes left)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.LessThan(TLanes.Constant(0), x), right * x, left * Expm1Function<T>.Invoke(x));
}
