using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AutoDiff.Kernels.Matrices;

/// <summary>4 floats or 2 doubles. No masked moves can be relied on, so tails move element by element.</summary>
internal readonly unsafe struct TileLanes128<T> : ITileLanes<T, Vector128<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Count => Vector128<T>.Count;

    // 32 registers on Arm64 and where the AVX-512 encodings exist, else 16.
    public static int TileRows => AdvSimd.Arm64.IsSupported || Avx512F.VL.IsSupported ? 14 : 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, Vector128<T> value) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Broadcast(T* source) => Vector128.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(Vector128<T> x, Vector128<T> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (T X, T Y, T Z, T W) Sums(Vector128<T> x, Vector128<T> y, Vector128<T> z, Vector128<T> w)
        => (Vector128.Sum(x), Vector128.Sum(y), Vector128.Sum(z), Vector128.Sum(w));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> x, Vector128<T> y, Vector128<T> z)
        => typeof(T) == typeof(float)
            ? Vector128.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector128.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    /// <summary>Not used at this width: the count itself says which lanes move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Mask(int count) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadPartial(T* source, Vector128<T> mask, int count)
    {
        Vector128<T> value = count >= Count ? Load(source) : Vector128.CreateScalar(*source);
        if (typeof(T) == typeof(float) && count is 2 or 3)
        {
            value = value.WithElement(1, source[1]);
            if (count == 3)
                value = value.WithElement(2, source[2]);
        }
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(T* target, Vector128<T> value, Vector128<T> mask, int count)
    {
        if (count >= Count)
        {
            Store(target, value);
            return;
        }
        *target = value.ToScalar();
        if (typeof(T) == typeof(float) && count >= 2)
        {
            target[1] = value.GetElement(1);
            if (count == 3)
                target[2] = value.GetElement(2);
        }
    }
}
