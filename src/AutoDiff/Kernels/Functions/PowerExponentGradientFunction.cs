using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v * a^b * log(a), the gradient of the power with respect to its exponent; 0 where a = 0 and b >= 0.
internal readonly struct PowerExponentGradientFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Constant(0);
        TLanes value = v * (PowerFunction<T>.Invoke(a, b) * LogFunction<T>.Invoke(a));
        return TLanes.Select(TLanes.Equal(a, zero), TLanes.Select(TLanes.LessThan(b, zero), value, zero), value);
    }
}
