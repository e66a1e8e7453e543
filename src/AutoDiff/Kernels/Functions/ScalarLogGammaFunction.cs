using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The logarithm of |gamma(x)| through double; called with the scalar twin.
internal readonly struct ScalarLogGammaFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Create(Precision<T>.Round(Gamma.Log(double.CreateTruncating(x.First))));
}
