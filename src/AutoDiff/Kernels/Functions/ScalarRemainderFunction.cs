using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// a - b floor(a / b) with the divisor's sign, as Python's %; called with the scalar twin.
internal readonly struct ScalarRemainderFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T>
    {
        T divisor = b.First, rest = a.First % divisor;
        if (T.IsZero(rest))
            rest = T.CopySign(rest, divisor);
        else if (T.IsNegative(rest) != T.IsNegative(divisor))
            rest += divisor;
        return TLanes.Create(rest);
    }
}
