using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// Functions that have no vector form: each lane alone, through the scalar twin. Never inlined, so that the vector path around it stays lean.
internal static class PerLane<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLanes Map<TLanes, TFunction>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
        where TFunction : struct, IUnary<T>
    {
        Span<T> values = stackalloc T[TLanes.Count];
        ref T first = ref MemoryMarshal.GetReference(values);
        TLanes.Store(x, ref first, 0);
        foreach (ref T value in values)
            value = TFunction.Invoke(Lanes1<T>.Create(value)).First;
        return TLanes.Load(in first, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLanes Map<TLanes, TFunction>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T>
        where TFunction : struct, IBinary<T>
    {
        Span<T> values = stackalloc T[TLanes.Count], others = stackalloc T[TLanes.Count];
        ref T first = ref MemoryMarshal.GetReference(values);
        ref T second = ref MemoryMarshal.GetReference(others);
        TLanes.Store(a, ref first, 0);
        TLanes.Store(b, ref second, 0);
        for (int i = 0; i < values.Length; i++)
            values[i] = TFunction.Invoke(Lanes1<T>.Create(values[i]), Lanes1<T>.Create(others[i])).First;
        return TLanes.Load(in first, 0);
    }

    // For types without polynomials of their own, where the platform's function cancels: T.ExpM1 is e^x less 1, T.LogP1 the logarithm of 1 + x.
    public static T InDouble<TFunction>(T x)
        where TFunction : struct, IUnary<double>
        => Precision<T>.Round(TFunction.Invoke(Lanes1<double>.Create(double.CreateTruncating(x))).First);
}
