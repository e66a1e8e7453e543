using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoDiff.Kernels.Matrices;

/// <summary>8 floats or 4 doubles; tails by masked moves.</summary>
internal readonly unsafe struct TileLanes256<T> : ITileLanes<T, Vector256<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Count => Vector256<T>.Count;

    // 32 registers where the AVX-512 encodings exist, else 16.
    public static int TileRows => Avx512F.VL.IsSupported ? 14 : 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, Vector256<T> value) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Broadcast(T* source) => Vector256.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> x, Vector256<T> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (T X, T Y, T Z, T W) Sums(Vector256<T> x, Vector256<T> y, Vector256<T> z, Vector256<T> w)
    {
        // A horizontal sum adds neighbours within each 128-bit half and interleaves its two operands there.
        if (typeof(T) == typeof(float))
        {
            Vector256<float> xy = Avx.HorizontalAdd(x.AsSingle(), y.AsSingle()), zw = Avx.HorizontalAdd(z.AsSingle(), w.AsSingle());
            Vector128<T> sums = Halves(Avx.HorizontalAdd(xy, zw).As<float, T>());
            return (sums.GetElement(0), sums.GetElement(1), sums.GetElement(2), sums.GetElement(3));
        }
        else
        {
            Vector128<T> xy = Halves(Avx.HorizontalAdd(x.AsDouble(), y.AsDouble()).As<double, T>());
            Vector128<T> zw = Halves(Avx.HorizontalAdd(z.AsDouble(), w.AsDouble()).As<double, T>());
            return (xy.GetElement(0), xy.GetElement(1), zw.GetElement(0), zw.GetElement(1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Halves(Vector256<T> x) => x.GetLower() + x.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> x, Vector256<T> y, Vector256<T> z)
        => typeof(T) == typeof(float)
            ? Vector256.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector256.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Mask(int count)
        => typeof(T) == typeof(float)
            ? Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>()
            : Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadPartial(T* source, Vector256<T> mask, int count)
        => typeof(T) == typeof(float)
            ? Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>()
            : Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(T* target, Vector256<T> value, Vector256<T> mask, int count) => Part256.Store(value, target, count);
}
