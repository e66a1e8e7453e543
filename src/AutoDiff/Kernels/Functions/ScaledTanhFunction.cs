using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// a tanh(b).
internal readonly struct ScaledTanhFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => a * TanhFunction<T>.Invoke(b);
}
