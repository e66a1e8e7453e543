using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// sigmoid(a + b).
internal readonly struct SigmoidOfSumFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => SigmoidFunction<T>.Invoke(a + b);
}
