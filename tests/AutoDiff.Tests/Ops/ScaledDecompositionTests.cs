using System;
using System.Linq;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// A multiple of a matrix has the same directions; matrices with dependent rows have them too.
public class ScaledDecompositionTests
{
    private const int N = 6;

    [Theory]
    [InlineData(1e-42f)]
    [InlineData(1e-38f)]
    [InlineData(1e-20f)]
    [InlineData(1e19f)]
    [InlineData(3e38f)]
    public void Directions_stay_what_they_are(float scale)
    {
        using Tape<float> tape = new();
        Variable<float> x = tape.Constant(Draw(1, i => scale * (float)Math.Pow(10, -(i / N))), new Shape(N, N));
        Orthogonal(Qr(x).Q);
        Orthogonal(Svd(x).U);
        Orthogonal(Svd(x).Vt);
        Orthogonal(SymmetricEigen(x + Transpose(x) - (UpperTriangle(x) + Transpose(UpperTriangle(x)))).Vectors);
    }

    [Theory]
    [InlineData(1e-25f)]
    [InlineData(1e-20f)]
    [InlineData(1e20f)]
    [InlineData(1e25f)]
    public void Slopes_of_singular_vectors_are_divided_by_the_scale(float scale)
    {
        using Tape<float> tape = new();
        float[] plain = Slopes(1), scaled = Slopes(scale);
        float largest = plain.Max(Math.Abs);
        for (int i = 0; i < plain.Length; i++)
            Assert.Equal(plain[i], scaled[i] * scale, 1e-3f * largest);

        float[] Slopes(float factor)
        {
            Variable<float> x = tape.Variable(Draw(2, _ => factor), new Shape(N, N)), weights = tape.Constant(Draw(3, _ => 1), new Shape(N, N));
            (Variable<float> u, _, Variable<float> vt) = Svd(x);
            return tape.Gradient(Sum(weights * (u + (2f * vt))), x).ToArray();
        }
    }

    // The third row is the first again: what is left of it is orthogonal to nothing, however small it becomes.
    [Theory]
    [InlineData(3, 3)]
    [InlineData(5, 5)]
    [InlineData(20, 20)]
    [InlineData(7, 4)]
    [InlineData(4, 7)]
    public void Dependent_rows_have_a_decomposition(int rows, int columns)
    {
        Dependent<double>(rows, columns, 1e-13);
        Dependent<float>(rows, columns, 1e-5);
    }

    private static void Dependent<T>(int rows, int columns, double tolerance)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Random random = new(rows + columns);
        T[] elements = [.. Enumerable.Range(0, rows * columns).Select(_ => T.CreateChecked((2 * random.NextDouble()) - 1))];
        elements.AsSpan(0, columns).CopyTo(elements.AsSpan(2 * columns));
        using Tape<T> tape = new();
        Variable<T> x = tape.Constant(elements, new Shape(rows, columns));
        (Variable<T> u, Variable<T> s, Variable<T> vt) = Svd(x);
        Assert.All(MatMul(u * Reshape(s, s.Shape.Insert(0, 1)), vt).ToArray().Zip(elements), pair => Assert.Equal(0, double.CreateChecked(pair.First - pair.Second), tolerance));
        Assert.True(double.CreateChecked(s.ToArray()[^1]) < tolerance || rows > columns);
    }

    private static float[] Draw(int seed, Func<int, float> scale)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, N * N).Select(i => ((2 * random.NextSingle()) - 1) * scale(i))];
    }

    private static void Orthogonal(Variable<float> q)
    {
        float[] square = MatMul(q, q, true).ToArray();
        for (int i = 0; i < square.Length; i++)
            Assert.Equal(i / N == i % N ? 1 : 0, square[i], 1e-5f);
    }
}
