using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Layers;

// As many elements as a vector of the processor holds.
internal readonly struct WideLanes<T>(Vector<T> lanes) : ILanes<WideLanes<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> _lanes = lanes;

    public static int Count => Vector<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator +(WideLanes<T> a, WideLanes<T> b) => new(a._lanes + b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator -(WideLanes<T> a, WideLanes<T> b) => new(a._lanes - b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator *(WideLanes<T> a, WideLanes<T> b) => new(a._lanes * b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator /(WideLanes<T> a, WideLanes<T> b) => new(a._lanes / b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> All(T value) => new(new Vector<T>(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Load(ref T first, int offset) => new(Vector.LoadUnsafe(ref first, (nuint)offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Sqrt(WideLanes<T> x) => new(Vector.SquareRoot(x._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Max(WideLanes<T> a, WideLanes<T> b) => new(Vector.Max(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Min(WideLanes<T> a, WideLanes<T> b) => new(Vector.Min(a._lanes, b._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T first, int offset) => _lanes.StoreUnsafe(ref first, (nuint)offset);
}
