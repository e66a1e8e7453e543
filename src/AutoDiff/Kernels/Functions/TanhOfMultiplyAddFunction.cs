using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// tanh(a * b + c).
internal readonly struct TanhOfMultiplyAddFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b, TLanes c)
        where TLanes : struct, ILanes<TLanes, T> => TanhFunction<T>.Invoke(TLanes.MultiplyAdd(a, b, c));
}
