using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v sigmoid(a - b); 0 where both are -infinity.
internal readonly struct LogAddExpGradientFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes low = TLanes.Equal(TLanes.Max(a, b), TLanes.Constant(double.NegativeInfinity));
        return TLanes.Select(low, TLanes.Constant(0), v * SigmoidFunction<T>.Invoke(a - b));
    }
}
