using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The matrix exponential <c>exp(x) = 1 + x + x²/2 + x³/6 + ...</c>; of single elements see <see cref="Exp"/>.</summary>
    /// <param name="x">Square matrices <c>[..., n, n]</c>.</param>
    /// <returns>The exponentials <c>[..., n, n]</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not square.</exception>
    /// <remarks>
    /// By scaling, the Padé approximant of degree 13, and squaring. Of a matrix with an element that is not finite everything is NaN.
    /// Derivative: <c>yDot = L(x, xDot)</c>, <c>xBar = L(xᵀ, yBar)</c>, where the Fréchet derivative <c>L(x, e)</c> is the upper right block of the exponential of
    /// <c>[x, e; 0, x]</c>. Saves x. Cost: about <c>(16 + 2 s) · n³</c> operations a matrix, where s is the logarithm to base 2 of its 1-norm over 5.4, if positive;
    /// eight times that for a derivative. Source: Higham, "The scaling and squaring method for the matrix exponential revisited" (2005); Van Loan,
    /// "Computing integrals involving the matrix exponential" (1978), for the block matrix.
    /// </remarks>
    public static Variable<T> MatrixExponential<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(MatrixExponential<T>), x);
}

internal readonly struct MatrixExponential<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "MatrixExponential";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 3), 1),
        Case(new Shape(2, 2, 2), 2),
        Case(new Shape(3, 3), 4),
        Case(new Shape(2, 1, 1), 1),
        Case(new Shape(0, 0), 1),
        new("MatrixExponential([2, 3])", x => Ops.MatrixExponential(x[0]), new WorkedInput(new Shape(2, 3))) { Refusal = ["MatrixExponential", "not square", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        MatrixShapes.CheckSquare(Name, in inputs[0]);
        return inputs[0];
    }

    public void Forward(in ForwardCall<T> call)
    {
        int n = call.OutputShape[-1], size = n * n;
        Workspace<T> workspace = new(PadeExponential.WorkspaceOf(n));
        for (int start = 0; start < call.Output.Length; start += size)
        {
            PadeExponential.Compute(n, call.Input(0).Slice(start, size), call.Output.Slice(start, size), workspace);
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(Ops.Transpose(call.Input(0)), call.Cotangent));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Input(0), call.Tangent(0)));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.MatrixExponential(call.Input(0));

    // L(x, e). It is linear in e, of which each matrix is made no larger than 1 by a constant, so that a large one does not call for more squarings.
    private static Variable<T> Along(Variable<T> x, Variable<T> e)
    {
        if (e.Shape.Count == 0)
            return e;
        int n = x.Shape[-1];
        Variable<T> scale = Ops.Max(Ops.Max(Ops.Abs(Ops.Detach(e)), [-2, -1], keepAxes: true), x.Tape.Constant(T.One));
        Variable<T> upper = Ops.Concatenate(-1, x, e / scale), lower = Ops.Concatenate(-1, x.Tape.Fill(T.Zero, x.Shape), x);
        Variable<T> whole = Ops.MatrixExponential(Ops.Concatenate(-2, upper, lower));
        return Ops.Slice(Ops.Slice(whole, -2, 0, n), -1, n, n) * scale;
    }

    private static WorkedCase<T> Case(Shape shape, double largest) =>
        new(FormattableString.Invariant($"MatrixExponential({shape}) up to {largest}"), x => Ops.MatrixExponential(x[0]), new WorkedInput(shape, -largest, largest))
        {
            Ulps = 256,
            Reference = PlainMatrices.Each(shape, 0, 0, a => PlainMatrices.Exponential(shape[-1], a)),
        };
}
