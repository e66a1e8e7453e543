using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// a + t (b - a), from the nearer end, so that t = 0 gives a and t = 1 gives b.
internal readonly struct LerpFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b, TLanes t)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes step = b - a, one = TLanes.Constant(1);
        return TLanes.Select(TLanes.LessThan(t, TLanes.Constant(0.5)), TLanes.MultiplyAdd(t, step, a), b - ((one - t) * step));
    }
}
