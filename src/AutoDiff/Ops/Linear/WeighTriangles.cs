using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

// Square matrices with the elements below, on and above the diagonal multiplied by 0, 1/2 or 1: what keeps the derivatives of
// triangular factors triangular.
internal readonly struct WeighTriangles<T>(TriangleWeights weights) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "WeighTriangles";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(4, 4), new TriangleWeights(2, 1, 0)),
        Case(new Shape(2, 3, 3), new TriangleWeights(2, 0, 2)),
        Case(new Shape(1, 1), new TriangleWeights(0, 2, 0)),
        Case(new Shape(2, 0, 0), new TriangleWeights(2, 2, 0)),
    ];

    // The lower triangle with half the diagonal: a matrix X with it and its transpose add up to the symmetric part of 2X's lower triangle.
    public static Variable<T> LowerHalf(Variable<T> x) => Of(x, new TriangleWeights(2, 1, 0));

    public static Variable<T> StrictLower(Variable<T> x) => Of(x, new TriangleWeights(2, 0, 0));

    // The elements that a triangular matrix is read from.
    public static Variable<T> Stored(Variable<T> x, Triangle triangle)
    {
        sbyte diagonal = (sbyte)(triangle.Unit ? 0 : 2);
        return Of(x, triangle.Lower ? new TriangleWeights(2, diagonal, 0) : new TriangleWeights(0, diagonal, 2));
    }

    public static Variable<T> Identity(Tape<T> tape, in Shape square) => Of(tape.Fill(T.One, square), new TriangleWeights(0, 2, 0));

    // (X + Xᵀ) / 2.
    public static Variable<T> SymmetricPart(Variable<T> x) => (x + Ops.Transpose(x)) * (T.One / (T.One + T.One));

    public Shape ShapeOf(in Operands<T> inputs)
    {
        MatrixShapes.CheckSquare(Name, in inputs[0]);
        return inputs[0];
    }

    public void Forward(in ForwardCall<T> call) => weights.Apply(call.OutputShape[-1], call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Of(call.Cotangent, weights));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), weights));

    private static Variable<T> Of(Variable<T> x, TriangleWeights weights) => x.Tape.Apply(new WeighTriangles<T>(weights), x);

    private static WorkedCase<T> Case(Shape shape, TriangleWeights weights) =>
        new($"WeighTriangles({shape}, {weights})", x => Of(x[0], weights), new WorkedInput(shape))
        {
            Reference = inputs => Reference.Elements(shape.Count, i =>
            {
                int[] at = Reference.Coordinates(shape, i);
                return inputs[0][i] * Math.Sign(at[^2] - at[^1]) switch { 1 => weights.BelowHalves, 0 => weights.DiagonalHalves, _ => weights.AboveHalves } / 2.0;
            }),
        };
}
