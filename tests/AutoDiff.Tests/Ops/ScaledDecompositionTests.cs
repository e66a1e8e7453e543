using System;
using System.Linq;
using System.Numerics;
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

    // What is left of rows that depend on others is orthogonal to nothing, however small it becomes.
    [Theory]
    [InlineData(3, 3)]
    [InlineData(5, 5)]
    [InlineData(17, 17)]
    [InlineData(40, 40)]
    [InlineData(17, 4)]
    [InlineData(4, 17)]
    public void Dependent_rows_have_a_decomposition(int rows, int columns)
    {
        Random random = new(rows + columns);
        double[] drawn = [.. Enumerable.Range(0, rows * columns).Select(_ => (2 * random.NextDouble()) - 1)];
        foreach (Func<int, int, double> element in (Func<int, int, double>[])
        [
            (i, j) => (i + 1) * (j - 1.5), (i, j) => drawn[(i % 2 * columns) + j], (i, j) => drawn[j] + (i % 3 * drawn[columns + j]),
            (i, j) => i == 0 || j == 0 ? 1e-8 * (i + j) : i * j, (i, j) => drawn[(i * columns) + j] * Math.Pow(10, Math.Max(-37, (-3 * i) - (2 * j))),
        ])
        {
            double[] elements = [.. Enumerable.Range(0, rows * columns).Select(at => element(at / columns, at % columns))];
            Decomposes<double>(elements, rows, columns, 1e-13);
            Decomposes<float>(elements, rows, columns, 5e-5);
        }
    }

    // LAPACK's factors of such a matrix are right column by column too.
    [Theory]
    [InlineData(1e25f, 1e-25f)]
    [InlineData(1e-25f, 1e25f)]
    [InlineData(3e38f, 1e-42f)]
    public void Columns_of_R_do_not_vanish_beside_larger_ones(float first, float second)
    {
        using Tape<float> tape = new();
        (Variable<float> q, Variable<float> r) = Qr(tape.Constant([0.6f * first, 0, 0.8f * first, second], new Shape(2, 2)));
        float[] expected = [first, 0.8f * second, 0, 0.6f * second, 0.6f, -0.8f, 0.8f, 0.6f], actual = [.. r.ToArray(), .. q.ToArray()];
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= (2e-6f * Math.Abs(expected[i])) + 3e-45f, $"element {i}: {actual[i]}");
    }

    private static void Decomposes<T>(double[] elements, int rows, int columns, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        Variable<T> x = tape.Constant([.. elements.Select(T.CreateChecked)], new Shape(rows, columns));
        (Variable<T> u, Variable<T> s, Variable<T> vt) = Svd(x);
        T largest = s.Values[0];
        Near(x / largest, MatMul(u * Reshape(s / largest, new Shape(1, s.Shape[0])), vt), tolerance);
        Near(Identity<T>(tape, s.Shape[0]), MatMul(u, u, true), tolerance);
        Near(Identity<T>(tape, s.Shape[0]), MatMul(vt, vt, false, true), tolerance);
        Variable<T> square = MatMul(x / largest, x / largest, true);
        (Variable<T> values, Variable<T> vectors) = SymmetricEigen(square);
        Near((square + Transpose(square)) * T.CreateChecked(0.5), MatMul(vectors * Reshape(values, new Shape(1, columns)), vectors, false, true), tolerance);
        Near(Identity<T>(tape, columns), MatMul(vectors, vectors, true), tolerance);
    }

    private static Variable<T> Identity<T>(Tape<T> tape, int n)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        tape.Constant([.. Enumerable.Range(0, n * n).Select(i => i / n == i % n ? T.One : T.Zero)], new Shape(n, n));

    private static void Near<T>(Variable<T> expected, Variable<T> actual, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Assert.All(expected.ToArray().Zip(actual.ToArray()), pair => Assert.Equal(double.CreateChecked(pair.First), double.CreateChecked(pair.Second), tolerance));

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
