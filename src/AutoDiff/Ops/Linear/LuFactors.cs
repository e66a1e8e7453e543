using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

// The LU factors of matrices [..., n, n] with their row exchanges, [..., n + 1, n], as a constant: operations that need them take
// them beside the matrix and differentiate with respect to that, so that one factorisation serves the result and its derivatives.
internal readonly struct LuFactors<T>(bool refuseSingular) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LuFactors";

    public static bool StopsGradients => true;

    public static IEnumerable<WorkedCase<T>> Cases => [Case(new Shape(3, 3)), Case(new Shape(2, 4, 4)), Case(new Shape(1, 1)), Case(new Shape(0, 0))];

    public static Variable<T> Of(Variable<T> a, bool refuseSingular) => a.Tape.Apply(new LuFactors<T>(refuseSingular), a);

    public static ReadOnlySpan<T> Factors(ReadOnlySpan<T> lu, int n, int matrix) => lu.Slice(matrix * (n + 1) * n, n * n);

    public static ReadOnlySpan<T> Pivots(ReadOnlySpan<T> lu, int n, int matrix) => lu.Slice((matrix * (n + 1) * n) + (n * n), n);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        MatrixShapes.CheckSquare(Name, in inputs[0]);
        return inputs[0].With(-2, inputs[0][-1] + 1);
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape a = ref call.InputShape(0);
        int n = a[-1], size = n * n;
        Workspace<T> workspace = new(Lu.WorkspaceOf(n));
        Span<T> work = workspace.TakeRest();
        for (int matrix = 0; size > 0 && matrix < MatrixShapes.CountOf(in a); matrix++)
        {
            Span<T> factors = call.Output.Slice(matrix * (n + 1) * n, size);
            call.Input(0).Slice(matrix * size, size).CopyTo(factors);
            Lu.Factor(n, factors, call.Output.Slice((matrix * (n + 1) * n) + size, n), work);
            int zero = refuseSingular ? Triangular.FirstZero<T>(n, factors, n) : -1;
            if (zero >= 0)
                MatrixShapes.Singular(nameof(Ops.Solve), a, matrix, zero);
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
    }

    public void Jvp(in JvpCall<T> call)
    {
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), refuseSingular);

    // The diagonals dominate their columns, so that no rows are exchanged.
    private static WorkedCase<T> Case(Shape shape)
    {
        int n = shape[-1];
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, 4, 0);
        return new($"LuFactors({shape})", x => Of(lift(x[0]), refuseSingular: true), new WorkedInput(shape, -1, 1))
        {
            IsConstant = true,
            Reference = PlainMatrices.Each(shape, 4, 0, a =>
            {
                for (int j = 0; j < n; j++)
                {
                    for (int i = j + 1; i < n; i++)
                    {
                        a[(i * n) + j] /= a[(j * n) + j];
                        for (int c = j + 1; c < n; c++)
                            a[(i * n) + c] -= a[(i * n) + j] * a[(j * n) + c];
                    }
                }

                return [.. a, .. Reference.Elements(n, i => i)];
            }),
        };
    }
}
