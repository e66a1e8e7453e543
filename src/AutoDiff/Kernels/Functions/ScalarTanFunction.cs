using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// T's own tangent, for the arguments that the vector path does not take; called with the scalar twin.
internal readonly struct ScalarTanFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Create(T.Tan(x.First));
}
