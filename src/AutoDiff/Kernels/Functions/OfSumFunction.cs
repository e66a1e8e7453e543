using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// f(a + b, c).
internal readonly struct OfSumFunction<T, TFunction> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b, TLanes c)
        where TLanes : struct, ILanes<TLanes, T> => TFunction.Invoke(a + b, c);
}
