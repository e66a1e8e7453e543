using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v * b * a^(b - 1), the gradient of the power with respect to its base; 0 where b = 0.
internal readonly struct PowerBaseGradientFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Constant(0);
        TLanes slope = b * PowerFunction<T>.Invoke(a, b - TLanes.Constant(1));
        return TLanes.Select(TLanes.Equal(b, zero), zero, v * slope);
    }
}
