using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// -v * y / b, the gradient of the quotient y = a / b with respect to b.
internal readonly struct DivideGradientFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes y, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => -(v * y) / b;
}
