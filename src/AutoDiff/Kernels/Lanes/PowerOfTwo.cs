using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Powers of two made from bits, for widths without a scaling instruction.
internal static class PowerOfTwo<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // 2^n overflows where x * 2^n does not yet, so the scale is applied in two halves.
    // The first product is exact; the second is the only one that can round.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Scale<TLanes>(TLanes x, TLanes n)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes half = TLanes.Round(n * TLanes.Constant(0.5));
        return x * Of(half) * Of(n - half);
    }

    // 2^n, which must be a normal number. n plus 1.5 * 2^(mantissa bits) holds the integer n in its lowest bits;
    // with the exponent's bias added, a shift makes them the exponent field.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes n)
        where TLanes : struct, ILanes<TLanes, T> => Precision<T>.IsSingle
        ? TLanes.ShiftBitsLeft(n + TLanes.Constant(12582912 + 127), 23)
        : TLanes.ShiftBitsLeft(n + TLanes.Constant(6755399441055744 + 1023), 52);
}
