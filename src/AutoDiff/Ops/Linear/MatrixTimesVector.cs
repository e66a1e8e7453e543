using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff;

// MatMul of a plain matrix and a vector, y[i] = sum_k m[i, k] · x[k], or sum_k m[k, i] · x[k] if transposed: one line of the tape,
// where views of the vector as a matrix would be three. Its weight's gradient is a row of the sum that the sweep collects.
internal readonly struct MatrixTimesVector<T>(bool transpose) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "MatMul";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 4), new Shape(4), false),
        Case(new Shape(4, 3), new Shape(4), true),
        Case(new Shape(1, 19), new Shape(19), false),
        Case(new Shape(19, 1), new Shape(1), false),
        Case(new Shape(3, 0), new Shape(0), false),
        Case(new Shape(2, 0), new Shape(2), true),
        Refused(new Shape(3, 4), new Shape(3), false, "columns (4)"),
        Refused(new Shape(3, 4), new Shape(4), true, "rows (3)"),
    ];

    public static Variable<T> Of(Variable<T> matrix, Variable<T> x, bool transpose) => matrix.Tape.Apply(new MatrixTimesVector<T>(transpose), matrix, x);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        ref readonly Shape matrix = ref inputs[0], x = ref inputs[1];
        if (x[0] != matrix[transpose ? 0 : 1])
            LengthsDiffer(matrix, x, transpose);
        return new Shape(matrix[transpose ? 1 : 0]);
    }

    // The vector is the one row of a product: in either form the kernel then reads the matrix along its rows.
    public void Forward(in ForwardCall<T> call)
    {
        int columns = call.OutputShape[0], inner = call.InputShape(1)[0];
        MatrixProduct.Multiply(1, columns, inner, call.Input(1), inner, false, call.Input(0), transpose ? columns : inner, !transpose, call.Output, columns, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> yBar = call.Cotangent, x = call.Input(1);
        if (call.Wants(0))
            call.Add(0, transpose ? Ops.Outer(x, yBar) : Ops.Outer(yBar, x));
        if (call.Wants(1))
            call.Add(1, Of(call.Input(0), yBar, !transpose));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), transpose));
        if (call.Moves(1))
            call.Add(Of(call.Input(0), call.Tangent(1), transpose));
    }

    // Vectors of all examples are the rows of one matrix; a matrix for each takes its vector as a column.
    public Variable<T> Batch(in BatchCall<T> call)
    {
        Variable<T> matrix = call.Input(0), x = call.Input(1);
        if (!call.IsBatched(0))
            return Ops.MatMul(x, matrix, false, !transpose);
        return call.IsBatched(1) ? Ops.Squeeze(Ops.MatMul(matrix, MatrixShapes.AsColumn(x), transpose), -1) : Ops.MatMul(matrix, x, transpose);
    }

    private static WorkedCase<T> Case(Shape matrix, Shape x, bool transpose) =>
        new($"MatMul({matrix}, {x}){(transpose ? " transposed" : "")}", v => Ops.MatMul(v[0], v[1], transpose), new WorkedInput(matrix), new WorkedInput(x))
        {
            Reference = inputs => MatrixShapes.ReferenceProduct(matrix, inputs[0], transpose, x.Insert(1, 1), inputs[1], false),
        };

    private static WorkedCase<T> Refused(Shape matrix, Shape x, bool transpose, string words) =>
        new($"MatMul({matrix}, {x})", v => Ops.MatMul(v[0], v[1], transpose), new WorkedInput(matrix), new WorkedInput(x))
        {
            Refusal = ["MatMul", matrix.ToString(), x.ToString(), words],
        };

    [DoesNotReturn]
    private static void LengthsDiffer(Shape matrix, Shape x, bool transpose) => throw new ArgumentException(
        $"MatMul: inner lengths differ: the matrix is {matrix}, the vector {x}; need as many elements as the matrix has "
            + $"{(transpose ? $"rows ({matrix[0]})" : $"columns ({matrix[1]})")}. Transpose the matrix?");
}
