using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// sqrt(a² + b²) within 2 units in the last place, without overflow or underflow on the way: the larger size times sqrt(1 + quotient²).
// Infinite where either is infinite, even beside NaN: IEEE 754-2019, 9.2.
internal readonly struct HypotFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes x = TLanes.Abs(a), y = TLanes.Abs(b), larger = TLanes.Max(x, y), quotient = TLanes.Min(x, y) / larger, infinity = TLanes.Constant(double.PositiveInfinity);
        TLanes length = larger * TLanes.Sqrt(TLanes.MultiplyAdd(quotient, quotient, TLanes.Constant(1)));
        length = TLanes.Select(TLanes.Equal(larger, TLanes.Constant(0)), larger, length);
        return TLanes.Select(TLanes.Equal(x, infinity), x, TLanes.Select(TLanes.Equal(y, infinity), y, length));
    }
}
