using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff;

// MatMul of two plain matrices with the first transposed, y[i, j] = sum_r a[r, i] · b[r, j]: the form that a weight's gradient has.
// Two vectors are one row. An operation of its own because it is a sum over rows, which the sweep may collect.
internal readonly struct MatMulOverRows<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "MatMul";

    public static bool CanAccumulate => true;

    public static bool SumsOverRows => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(4, 3), new Shape(4, 5)),
        Case(new Shape(1, 3), new Shape(1, 17)),
        Case(new Shape(3, 1), new Shape(3, 2)),
        Case(new Shape(0, 2), new Shape(0, 3)),
        OfVectors(new Shape(3), new Shape(2)),
        OfVectors(new Shape(0), new Shape(2)),
        Refused(new Shape(3, 4), new Shape(5, 6)),
    ];

    public static Variable<T> Of(Variable<T> a, Variable<T> b) => a.Tape.Apply(default(MatMulOverRows<T>), a, b);

    public Shape ShapeOf(in Operands<T> inputs) =>
        inputs[0].Rank == 1 ? new Shape(inputs[0][0], inputs[1][0]) : MatrixShapes.OfProduct(Name, in inputs[0], true, in inputs[1], false);

    public void Forward(in ForwardCall<T> call)
    {
        int rows = call.OutputShape[0], columns = call.OutputShape[1], inner = call.InputShape(0).Rank == 1 ? 1 : call.InputShape(0)[0];
        MatrixProduct.Multiply(rows, columns, inner, call.Input(0), rows, true, call.Input(1), columns, false, call.Output, columns, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> yBar = call.Cotangent;
        if (call.Wants(0))
            call.Add(0, Ops.MatMul(call.Input(1), yBar, false, true));
        if (call.Wants(1))
            call.Add(1, Ops.MatMul(call.Input(0), yBar));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(Of(call.Input(0), call.Tangent(1)));
    }

    public Variable<T> Batch(in BatchCall<T> call) =>
        call.InputShape(0).Rank == 1 ? Ops.Outer(call.Input(0), call.Input(1)) : Ops.MatMul(call.Aligned(0), call.Aligned(1), true);

    private static WorkedCase<T> Case(Shape a, Shape b) =>
        new($"MatMul({a}, {b}) over rows", x => Ops.MatMul(x[0], x[1], true), new WorkedInput(a), new WorkedInput(b))
        {
            Reference = inputs => MatrixShapes.ReferenceProduct(a, inputs[0], true, b, inputs[1], false),
        };

    private static WorkedCase<T> OfVectors(Shape a, Shape b) => new($"Outer({a}, {b})", x => Ops.Outer(x[0], x[1]), new WorkedInput(a), new WorkedInput(b))
    {
        Reference = inputs => MatrixShapes.ReferenceProduct(a.Insert(0, 1), inputs[0], true, b.Insert(0, 1), inputs[1], false),
    };

    private static WorkedCase<T> Refused(Shape a, Shape b) =>
        new($"MatMul({a}, {b}) over rows", x => Ops.MatMul(x[0], x[1], true), new WorkedInput(a), new WorkedInput(b))
        {
            Refusal = ["MatMul", a.ToString(), b.ToString(), "inner lengths differ"],
        };
}
