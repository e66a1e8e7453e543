using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Layers;

// One element.
internal readonly struct OneLane<T>(T lane) : ILanes<OneLane<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _lane = lane;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> operator +(OneLane<T> a, OneLane<T> b) => new(a._lane + b._lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> operator -(OneLane<T> a, OneLane<T> b) => new(a._lane - b._lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> operator *(OneLane<T> a, OneLane<T> b) => new(a._lane * b._lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> operator /(OneLane<T> a, OneLane<T> b) => new(a._lane / b._lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> All(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Load(ref T first, int offset) => new(Unsafe.Add(ref first, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Sqrt(OneLane<T> x) => new(T.Sqrt(x._lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Max(OneLane<T> a, OneLane<T> b) => new(T.Max(a._lane, b._lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane<T> Min(OneLane<T> a, OneLane<T> b) => new(T.Min(a._lane, b._lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T first, int offset) => Unsafe.Add(ref first, offset) = _lane;
}
