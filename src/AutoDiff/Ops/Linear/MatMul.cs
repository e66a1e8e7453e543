using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// The product of matrices, <c>y[..., i, j] = sum_k a[..., i, k] · b[..., k, j]</c>; the leading axes broadcast.
    /// A vector is one row on the left, one column on the right, and the result lacks its axis.
    /// </summary>
    /// <param name="a">
    /// Left factors <c>[..., rows, inner]</c>, or <c>[..., inner, rows]</c> if <paramref name="transposeA"/>; or one vector <c>[inner]</c>, which has nothing
    /// to transpose.
    /// </param>
    /// <param name="b">Right factors <c>[..., inner, columns]</c>, or <c>[..., columns, inner]</c> if <paramref name="transposeB"/>; or one vector <c>[inner]</c>.</param>
    /// <param name="transposeA">Whether to read <paramref name="a"/> with its last two axes exchanged; costs no copy.</param>
    /// <param name="transposeB">Whether to read <paramref name="b"/> with its last two axes exchanged; costs no copy.</param>
    /// <returns>
    /// The products <c>[..., rows, columns]</c>; without rows where <paramref name="a"/> is a vector, without columns where <paramref name="b"/> is one, a
    /// scalar for two.
    /// </returns>
    /// <exception cref="System.ArgumentException">A factor is a scalar, the inner lengths differ, or the leading axes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = aDot·b + a·bDot</c>; <c>aBar = yBar·bᵀ</c>, <c>bBar = aᵀ·yBar</c>. Saves both factors.
    /// Cost: <c>2 · rows · inner · columns</c> floating-point operations a matrix. Source: elementary.
    /// </remarks>
    public static Variable<T> MatMul<T>(Variable<T> a, Variable<T> b, bool transposeA = false, bool transposeB = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape left = a.Shape, right = b.Shape;
        if (left.Rank == 2 && right.Rank == 2 && transposeA && !transposeB)
            return MatMulOverRows<T>.Of(a, b);
        if (left.Rank >= 2 && right.Rank >= 2)
            return a.Tape.Apply(new MatMul<T>(transposeA, transposeB), a, b);
        if (left.Rank == 2 && right.Rank == 1)
            return MatrixTimesVector<T>.Of(a, b, transposeA);
        if (left.Rank == 1 && right.Rank == 2)
            return MatrixTimesVector<T>.Of(b, a, !transposeB);

        // What may be refused is asked first, so that a refusal leaves no views behind.
        a.Tape.Own(b, nameof(MatMul));
        if (left.Rank == 0 || right.Rank == 0)
            MatrixShapes.OfProduct(nameof(MatMul), in left, false, in right, false);
        bool isRow = left.Rank == 1, isColumn = right.Rank == 1;
        left = isRow ? left.Insert(0, 1) : left;
        right = isColumn ? right.Insert(1, 1) : right;
        MatrixShapes.OfProduct(nameof(MatMul), in left, transposeA && !isRow, in right, transposeB && !isColumn);
        Variable<T> y = a.Tape.Apply(new MatMul<T>(transposeA && !isRow, transposeB && !isColumn), Reshape(a, left), Reshape(b, right));
        Shape shape = isColumn ? y.Shape.Remove(-1) : y.Shape;
        return Reshape(y, isRow ? shape.Remove(isColumn ? -1 : -2) : shape);
    }
}

internal readonly struct MatMul<T>(bool transposeA, bool transposeB) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "MatMul";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case("NN", new Shape(3, 4), new Shape(4, 5), false, false),
        Case("TN", new Shape(4, 3), new Shape(4, 5), true, false),
        Case("NT", new Shape(3, 4), new Shape(5, 4), false, true),
        Case("TT", new Shape(4, 3), new Shape(5, 4), true, true),
        Case("row", new Shape(1, 4), new Shape(4, 6), false, false),
        Case("outer", new Shape(3, 1), new Shape(1, 2), false, false),
        Case("batched", new Shape(2, 3, 4), new Shape(2, 4, 5), false, false),
        Case("batched TT", new Shape(2, 4, 3), new Shape(2, 5, 4), true, true),
        Case("shared right factor", new Shape(2, 3, 4), new Shape(4, 5), false, false),
        Case("shared right factor NT", new Shape(2, 3, 4), new Shape(5, 4), false, true),
        Case("shared left factor", new Shape(3, 4), new Shape(2, 4, 5), false, false),
        Case("leading axes broadcast", new Shape(2, 1, 3, 4), new Shape(3, 4, 2), false, false),
        Vectors(new Shape(4), new Shape(4)),
        Vectors(new Shape(4), new Shape(4, 3)),
        Vectors(new Shape(4), new Shape(2, 4, 3)),
        Vectors(new Shape(2, 3, 4), new Shape(4)),
        Vectors(new Shape(0), new Shape(0)),
        OuterOf(new Shape(2, 3), new Shape(2, 2)),
        OuterOf(new Shape(3), new Shape(2, 2)),
        new("Outer([], [2])", x => Ops.Outer(x[0], x[1]), new WorkedInput(Shape.Scalar), new WorkedInput(new Shape(2))) { Refusal = ["Outer", "no axis", "[2]"] },
        new("Outer([2, 3], [3, 2])", x => Ops.Outer(x[0], x[1]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3, 2))) { Refusal = ["Outer", "broadcast"] },
        .. EinsumCases.Of<T>(),
        Case("nothing to sum", new Shape(2, 0), new Shape(0, 3), false, false),
        Refused("MatMul([3, 4], [5, 6])", new Shape(3, 4), new Shape(5, 6), "inner lengths differ"),
        Refused("MatMul([], [3, 2])", Shape.Scalar, new Shape(3, 2), "two axes"),
        new("MatMul([4], [3, 2])", x => Ops.MatMul(x[0], x[1]), new WorkedInput(new Shape(4)), new WorkedInput(new Shape(3, 2)))
        {
            Refusal = ["MatMul", "[4]", "[3, 2]", "inner lengths differ"],
        },
        Refused("MatMul([2, 3, 4], [3, 4, 5])", new Shape(2, 3, 4), new Shape(3, 4, 5), "broadcast"),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => MatrixShapes.OfProduct(Name, in inputs[0], transposeA, in inputs[1], transposeB);

    public void Forward(in ForwardCall<T> call) => MatrixBatch.Multiply(
        in call.InputShape(0), call.Input(0), transposeA, in call.InputShape(1), call.Input(1), transposeB, in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> yBar = call.Cotangent, a = call.Input(0), b = call.Input(1);
        if (call.Wants(0))
            call.Add(0, transposeA ? Ops.MatMul(b, yBar, transposeB, true) : Ops.MatMul(yBar, b, false, !transposeB));
        if (call.Wants(1))
            call.Add(1, ToRight(yBar, a, in call.InputShape(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Ops.MatMul(call.Tangent(0), call.Input(1), transposeA, transposeB));
        if (call.Moves(1))
            call.Add(Ops.MatMul(call.Input(0), call.Tangent(1), transposeA, transposeB));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Ops.MatMul(call.Aligned(0), call.Aligned(1), transposeA, transposeB);

    // A right factor that all leading axes share gets one product over all rows at once, not one for each matrix.
    private Variable<T> ToRight(Variable<T> yBar, Variable<T> a, in Shape b)
    {
        if (b.Rank == 2 && !transposeA && a.Shape.Rank > 2)
        {
            yBar = Ops.Rows(yBar);
            a = Ops.Rows(a);
        }

        return transposeB ? Ops.MatMul(yBar, a, true, transposeA) : Ops.MatMul(a, yBar, !transposeA, false);
    }

    private static WorkedCase<T> Case(string name, Shape a, Shape b, bool transposeA, bool transposeB) =>
        new($"MatMul({a}, {b}) {name}", x => Ops.MatMul(x[0], x[1], transposeA, transposeB), new WorkedInput(a), new WorkedInput(b))
        {
            Reference = inputs => MatrixShapes.ReferenceProduct(a, inputs[0], transposeA, b, inputs[1], transposeB),
        };

    private static WorkedCase<T> Vectors(Shape a, Shape b)
    {
        Shape left = a.Rank == 1 ? a.Insert(0, 1) : a, right = b.Rank == 1 ? b.Insert(1, 1) : b;
        return new($"MatMul({a}, {b})", x => Ops.MatMul(x[0], x[1], transposeA: a.Rank == 1, transposeB: b.Rank == 1), new WorkedInput(a), new WorkedInput(b))
        {
            Reference = inputs => MatrixShapes.ReferenceProduct(left, inputs[0], false, right, inputs[1], false),
        };
    }

    private static WorkedCase<T> OuterOf(Shape a, Shape b) => new($"Outer({a}, {b})", x => Ops.Outer(x[0], x[1]), new WorkedInput(a), new WorkedInput(b))
    {
        Reference = inputs => MatrixShapes.ReferenceProduct(a.Insert(a.Rank, 1), inputs[0], false, b.Insert(b.Rank - 1, 1), inputs[1], false),
    };

    private static WorkedCase<T> Refused(string name, Shape a, Shape b, string words) =>
        new(name, x => Ops.MatMul(x[0], x[1]), new WorkedInput(a), new WorkedInput(b)) { Refusal = ["MatMul", a.ToString(), b.ToString(), words] };
}
