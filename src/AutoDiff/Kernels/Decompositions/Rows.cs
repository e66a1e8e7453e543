using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Decompositions;

// What decompositions do with rows of a matrix, which lie in one piece.
internal static class Rows
{
    // y += scale · x.
    public static void AddScaled<T>(ReadOnlySpan<T> x, T scale, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.MultiplyAdd(x, scale, y, y);

    public static void Scale<T>(Span<T> x, T scale)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Multiply(x, scale, x);

    public static void Divide<T>(Span<T> x, T divisor)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Divide(x, divisor, x);

    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Dot(x, y);

    public static T MaxMagnitude<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.IsEmpty ? T.Zero : T.Abs(TensorPrimitives.MaxMagnitude(x));

    // The Euclidean length; scaled where squares would leave the range of the type.
    public static T Length<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T squares = Dot(x, x);
        if (T.IsFinite(squares) && squares > T.One / T.CreateSaturating(1e30))
            return T.Sqrt(squares);
        T largest = MaxMagnitude(x), sum = T.Zero;
        if (largest == T.Zero || !T.IsFinite(largest))
            return largest;
        foreach (T element in x)
        {
            T scaled = element / largest;
            sum += scaled * scaled;
        }

        return largest * T.Sqrt(sum);
    }

    // What beside 1 is nothing: its square is still in range, in float too.
    public static T Negligible<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => T.One / T.CreateSaturating(1e18);

    // A power of two that brings elements of up to this magnitude near 1, where squares of what matters stay in range.
    public static T Balance<T>(T largest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (largest == T.Zero || !T.IsFinite(largest))
            return T.One;
        int exponent = -T.ILogB(largest);
        T scale = T.ScaleB(T.One, exponent);
        return T.IsFinite(scale) ? scale : T.ScaleB(T.One, exponent + T.ILogB(T.BitIncrement(T.One) - T.One));
    }

    public static bool AreFinite<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.IsFinite(MaxMagnitude(x));

    // The plane rotation (x, y) := (cosine · x - sine · y, sine · x + cosine · y).
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rotate<T>(Span<T> x, Span<T> y, T cosine, T sine)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector<T>.IsSupported)
        {
            Vector<T> c = new(cosine), s = new(sine);
            for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> first = new(x[i..]), second = new(y[i..]);
                ((c * first) - (s * second)).CopyTo(x[i..]);
                ((s * first) + (c * second)).CopyTo(y[i..]);
            }
        }

        for (; i < x.Length; i++)
        {
            T first = x[i], second = y[i];
            x[i] = (cosine * first) - (sine * second);
            y[i] = (sine * first) + (cosine * second);
        }
    }

    public static void Exchange<T>(Span<T> x, Span<T> y)
        where T : unmanaged
    {
        for (int i = 0; i < x.Length; i++)
            (x[i], y[i]) = (y[i], x[i]);
    }

    // Eigenvectors and singular vectors are defined up to their sign: the element of largest magnitude, the first of several, is
    // made positive. Says whether the sign was changed.
    public static bool MakePositive<T>(Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        foreach (T element in x)
        {
            if (T.Abs(element) > T.Abs(largest))
                largest = element;
        }

        if (!T.IsNegative(largest))
            return false;
        TensorPrimitives.Negate(x, x);
        return true;
    }

    public static void Transpose<T>(int rows, int columns, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Movement.Permute(new Shape(rows, columns), [1, 0], x, y);

    // y = (x + xᵀ) / 2.
    public static void SymmetricPart<T>(int n, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = T.One / (T.One + T.One);
        Transpose(n, n, x, y);
        for (int i = 0; i < n * n; i++)
            y[i] = (half * x[i]) + (half * y[i]);
    }

    public static void Identity<T>(int n, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        y.Clear();
        for (int i = 0; i < n; i++)
            y[(i * n) + i] = T.One;
    }
}
