using System;
using System.Buffers;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The cofactors of square matrices: <c>C_ij = (-1)^(i + j)</c> times the determinant of x without row i and column j; the transpose of the adjugate.</summary>
    /// <param name="x">Matrices <c>[..., n, n]</c>, regular or not.</param>
    /// <returns>The cofactors <c>[..., n, n]</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not square.</exception>
    /// <remarks>
    /// Where x is regular, <c>C = det(x) · x⁻ᵀ</c>; else C is put together from the singular value decomposition, which needs no inverse.
    /// Derivative: <c>CDot = (C · ⟨C, xDot⟩ - C · xDotᵀ · C) / det(x)</c>, and the same of <c>CBar</c> for <c>xBar</c>. Where x is singular or nearly so
    /// (a condition number above the inverse root of the rounding error), and within <c>Map</c>, the derivative is that of the <c>n²</c> minors, as exact, at a
    /// cost and memory of <c>n⁴</c> elements. Saves C. Cost: <c>8/3 · n³</c> operations a matrix, about <c>50 · n³</c> for a singular one.
    /// Source: Stewart, "On the adjugate matrix" (1998).
    /// </remarks>
    public static Variable<T> Cofactor<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Cofactor<T>), x);
}

internal readonly struct Cofactor<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Cofactor";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 3), 2),
        Case(new Shape(2, 4, 4), 2),
        Case(new Shape(2, 2), 2),
        Case(new Shape(2, 1, 1), 2),
        new("Cofactor([2, 0, 0])", x => Ops.Cofactor(x[0]), new WorkedInput(new Shape(2, 0, 0))) { Reference = _ => [] },
        InLine(3),
        InLine(4),
        new("Cofactor([2, 3])", x => Ops.Cofactor(x[0]), new WorkedInput(new Shape(2, 3))) { Refusal = ["Cofactor", "not square", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        MatrixShapes.CheckSquare(Name, in inputs[0]);
        return inputs[0];
    }

    public void Forward(in ForwardCall<T> call)
    {
        int n = call.OutputShape[-1], size = n * n;
        Workspace<T> workspace = new(CofactorMatrix.WorkspaceOf(n));
        for (int start = 0; start < call.Output.Length; start += size)
        {
            CofactorMatrix.Compute(n, call.Input(0).Slice(start, size), call.Output.Slice(start, size), workspace);
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> x = call.Input(0), c = call.Output, cBar = call.Cotangent;
        if (HasOneElement(c.Shape))
            call.Add(0, call.Tape.Fill(T.Zero, c.Shape));
        else if (TryRegular(x, c, cBar, out Variable<T> xBar))
            call.Add(0, xBar);
        else
            call.Add(0, FromMinors(MatrixShapes.AsMatrices(Ops.Reshape(Signed(cBar), new Shape(c.Shape.Count))) * Ops.Cofactor(Minors(x)), c.Shape));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> x = call.Input(0), c = call.Output, xDot = call.Tangent(0);
        if (HasOneElement(c.Shape))
            call.Add(call.Tape.Fill(T.Zero, c.Shape));
        else if (TryRegular(x, c, xDot, out Variable<T> cDot))
            call.Add(cDot);
        else
            call.Add(Signed(Ops.Reshape(Ops.Sum(Ops.Cofactor(Minors(x)) * Minors(xDot), [-2, -1]), c.Shape)));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Cofactor(call.Input(0));

    // Matrices of one element, or none: the cofactors are constant.
    private static bool HasOneElement(in Shape shape) => shape[-1] <= 1 || shape.Count == 0;

    // The derivative's one formula for both directions. What is computed for a whole batch must not look at numbers, and takes the minors.
    private static bool TryRegular(Variable<T> x, Variable<T> c, Variable<T> along, out Variable<T> derivative)
    {
        derivative = default;
        if (x.Tape.IsTracing)
            return false;
        Variable<T> determinant = Ops.Determinant(x);
        if (!AreRegular(x.Values, c.Values, determinant.Values, c.Shape[-1]))
            return false;
        Variable<T> inner = MatrixShapes.AsMatrices(Ops.Sum(c * along, [-2, -1]));
        derivative = ((c * inner) - Ops.MatMul(Ops.MatMul(c, along, false, true), c)) / MatrixShapes.AsMatrices(determinant);
        return true;
    }

    // Whether every matrix has a condition number, |x| · |C| / |det|, that leaves half the digits. Where cofactors overflowed no formula is of use, and
    // the cheaper one is taken.
    private static bool AreRegular(ReadOnlySpan<T> x, ReadOnlySpan<T> c, ReadOnlySpan<T> determinants, int n)
    {
        T limit = T.Sqrt(T.BitIncrement(T.One) - T.One);
        for (int matrix = 0, size = n * n; matrix < determinants.Length; matrix++)
        {
            T of = Rows.Length(x.Slice(matrix * size, size)), cofactors = Rows.Length(c.Slice(matrix * size, size));
            if (T.IsFinite(cofactors) && T.Abs(determinants[matrix]) <= limit * of * cofactors)
                return false;
        }

        return true;
    }

    // x without row i and column j, for all of them: [..., n, n] becomes [matrices · n · n, n - 1, n - 1].
    private static Variable<T> Minors(Variable<T> x)
    {
        int n = x.Shape[-1], size = n * n, count = x.Shape.Count / size;
        Variable<T> elements = Ops.Transpose(Ops.Reshape(x, new Shape(count, size)));
        Variable<T> minors = Gather<T>.Of(elements, Places(x.Tape, n));
        return Ops.Reshape(Ops.Transpose(minors), new Shape(count * size, n - 1, n - 1));
    }

    // The transpose of that.
    private static Variable<T> FromMinors(Variable<T> minors, in Shape shape)
    {
        int n = shape[-1], size = n * n, count = shape.Count / size;
        Variable<T> elements = Ops.Transpose(Ops.Reshape(minors, new Shape(count, Shape.Length((long)size * (n - 1) * (n - 1)))));
        return Ops.Reshape(Ops.Transpose(ScatterAdd<T>.Of(elements, Places(minors.Tape, n), size)), shape);
    }

    private static Variable<T> Signed(Variable<T> x)
    {
        int n = x.Shape[-1];
        Variable<T> one = x.Tape.Constant([T.One, -T.One], new Shape(2));
        int[] parities = ArrayPool<int>.Shared.Rent(n);
        for (int i = 0; i < n; i++)
            parities[i] = i & 1;
        Variable<T> signs = Ops.Gather(one, parities.AsSpan(0, n));
        ArrayPool<int>.Shared.Return(parities);
        return x * signs * MatrixShapes.AsColumn(signs);
    }

    private static Indices Places(Tape<T> tape, int n)
    {
        int rest = (n - 1) * (n - 1), count = Shape.Length((long)n * n * rest);
        int[] places = ArrayPool<int>.Shared.Rent(count);
        for (int at = 0; at < count; at++)
        {
            int minor = at / rest, i = at % rest / (n - 1), j = at % (n - 1);
            places[at] = ((i < minor / n ? i : i + 1) * n) + (j < minor % n ? j : j + 1);
        }

        Indices indices = tape.Keep(places.AsSpan(0, count));
        ArrayPool<int>.Shared.Return(places);
        return indices;
    }

    private static WorkedCase<T> Case(Shape shape, double start)
    {
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, start, 0.5);
        return new($"Cofactor({shape})", x => Ops.Cofactor(lift(x[0])), new WorkedInput(shape, -1, 1))
        {
            Ulps = 256,
            Reference = PlainMatrices.Each(shape, start, 0.5, a => PlainMatrices.Cofactors(shape[-1], a)),
        };
    }

    // Zeros, and a singular matrix beside them: columns in a line, of rank 2, whose minors of order n - 1 vanish for n = 4; 1 gives rounding a scale.
    private static WorkedCase<T> InLine(int n)
    {
        double[] line = Reference.Elements(n * n, i => (i / n) + (0.5 * (i % n)) - 1);
        T[] elements = Array.ConvertAll(line, T.CreateChecked);
        return new($"1 + Cofactor of rank 2 of {n}", x => T.One + Ops.Cofactor(x[0] + x[0].Tape.Constant(elements, new Shape(n, n))), new WorkedInput(new Shape(n, n), 0, 0))
        {
            Ulps = 1 << 10,
            Reference = _ => Array.ConvertAll(PlainMatrices.Cofactors(n, line), c => 1 + c),
        };
    }
}
