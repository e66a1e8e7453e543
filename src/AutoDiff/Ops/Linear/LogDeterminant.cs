using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Sign and logarithm of the determinants, which neither overflow nor vanish: <c>det(x) = Sign · exp(LogAbs)</c>.</summary>
    /// <param name="x">Matrices <c>[..., n, n]</c>.</param>
    /// <returns>
    /// The signs <c>[...]</c>, 1 or -1, or 0 for a singular matrix, a constant for differentiation; and <c>ln |det(x)|</c> <c>[...]</c> in nats, minus infinity
    /// for a singular matrix.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not square.</exception>
    /// <remarks>
    /// Derivative: <c>LogAbsDot = trace(x⁻¹ · xDot)</c>; <c>xBar = LogAbsBar · x⁻ᵀ</c>, not finite where x is singular. Saves the LU factors, which
    /// the derivatives of all orders use again. Cost: <c>2/3 · n³</c> operations a matrix. Source: Giles (2008), section 2.2.4.
    /// </remarks>
    public static (Variable<T> Sign, Variable<T> LogAbs) LogDeterminant<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatrixShapes.CheckSquare(nameof(LogDeterminant), x.Shape);
        Variable<T> lu = LuFactors<T>.Of(x, refuseSingular: false);
        return (x.Tape.Apply(default(DeterminantSign<T>), lu), x.Tape.Apply(default(LogAbsDeterminant<T>), x, lu));
    }
}

// Of the factors alone.
internal readonly struct DeterminantSign<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "DeterminantSign";

    public static bool StopsGradients => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("LogDeterminant([2, 3, 3]).Sign", x => Ops.LogDeterminant(x[0]).Sign, new WorkedInput(new Shape(2, 3, 3)))
        {
            IsConstant = true,
            Reference = PlainMatrices.Each(new Shape(2, 3, 3), 0, 0, a => [Math.Sign(PlainMatrices.Determinant(3, a))]),
        },
        new("LogDeterminant([2, 2]).Sign of ones", x => Ops.LogDeterminant(x[0]).Sign, new WorkedInput(new Shape(2, 2), 1, 1)) { IsConstant = true, Reference = _ => [0] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => MatrixShapes.Leading(in inputs[0]);

    public void Forward(in ForwardCall<T> call)
    {
        int n = call.InputShape(0)[-1];
        for (int matrix = 0; matrix < call.Output.Length; matrix++)
        {
            ReadOnlySpan<T> lu = LuFactors<T>.Factors(call.Input(0), n, matrix);
            T sign = Lu.Parity(LuFactors<T>.Pivots(call.Input(0), n, matrix));
            for (int i = 0; i < n; i++)
            {
                T pivot = lu[(i * n) + i];
                sign = pivot < T.Zero ? -sign : pivot > T.Zero ? sign : pivot * T.Zero;
            }

            call.Output[matrix] = sign;
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
    }

    public void Jvp(in JvpCall<T> call)
    {
    }

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(this, call.Input(0));
}

// The matrix, its factors.
internal readonly struct LogAbsDeterminant<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LogAbsDeterminant";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 3)),
        Case(new Shape(2, 4, 4)),
        Case(new Shape(1, 1)),
        new("LogDeterminant([2, 0, 0])", x => Ops.LogDeterminant(x[0]).LogAbs, new WorkedInput(new Shape(2, 0, 0))) { Reference = _ => [0, 0] },
        new("LogDeterminant([2, 3])", x => Ops.LogDeterminant(x[0]).LogAbs, new WorkedInput(new Shape(2, 3))) { Refusal = ["LogDeterminant", "not square", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => MatrixShapes.Leading(in inputs[0]);

    public void Forward(in ForwardCall<T> call)
    {
        int n = call.InputShape(0)[-1];
        for (int matrix = 0; matrix < call.Output.Length; matrix++)
        {
            ReadOnlySpan<T> lu = LuFactors<T>.Factors(call.Input(1), n, matrix);
            T sum = T.Zero;
            for (int i = 0; i < n; i++)
                sum += T.Log(T.Abs(lu[(i * n) + i]));
            call.Output[matrix] = sum;
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, MatrixShapes.AsMatrices(call.Cotangent) * InverseTranspose(call.Input(0), call.Input(1)));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Sum(InverseTranspose(call.Input(0), call.Input(1)) * call.Tangent(0), [-2, -1]));

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(this, call.Input(0), call.Input(1));

    private static Variable<T> InverseTranspose(Variable<T> x, Variable<T> lu) =>
        Solve<T>.Of(x, lu, WeighTriangles<T>.Identity(x.Tape, new Shape(x.Shape[-1], x.Shape[-1])), transpose: true);

    private static WorkedCase<T> Case(Shape shape)
    {
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, -3, -0.5);
        return new($"LogDeterminant({shape})", x => Ops.LogDeterminant(lift(x[0])).LogAbs, new WorkedInput(shape, -1, 1))
        {
            Ulps = 128,
            Reference = PlainMatrices.Each(shape, -3, -0.5, a => [Math.Log(Math.Abs(PlainMatrices.Determinant(shape[-1], a)))]),
        };
    }
}
