using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The squared Euclidean distance of two arrays, <c>y = sum_i (a_i - b_i)²</c>, in one pass: the differences are never in memory.</summary>
    /// <param name="a">Any array; without elements the distance is 0.</param>
    /// <param name="b">An array of the same shape.</param>
    /// <returns>The sum over all elements, a scalar.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = 2 sum_i (a_i - b_i) (aDot_i - bDot_i)</c>; <c>aBar = 2 yBar (a - b)</c>, <c>bBar = -aBar</c>. Saves both inputs. Adds as
    /// <see cref="Sum{T}(Variable{T})"/> does. Source: elementary.
    /// </remarks>
    public static Variable<T> SquaredDistance<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(SquaredDistance<T>), a, b);
}

internal readonly struct SquaredDistance<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SquaredDistance";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 4)),
        Case(new Shape(2, 3, 5)),
        Case(Shape.Scalar),
        Case(new Shape(0, 2)),
        new("SquaredDistance(x, x)", x => Ops.SquaredDistance(x[0], x[0]), new WorkedInput(new Shape(5))) { Reference = _ => [0] },
        new("SquaredDistance([2], [2, 1])", x => Ops.SquaredDistance(x[0], x[1]), new WorkedInput(new Shape(2)), new WorkedInput(new Shape(2, 1)))
        {
            Refusal = ["SquaredDistance", "shapes differ", "[2]", "[2, 1]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        // Broadcasting here is nearly always a [n] against an [n, 1], which would compare everything with everything.
        if (!inputs[0].Same(in inputs[1]))
            ShapesDiffer(inputs[0], inputs[1]);
        return Shape.Scalar;
    }

    public void Forward(in ForwardCall<T> call)
    {
        T sum = Reduction.SquaredDistance(call.Input(0), call.Input(1));
        call.Output[0] = call.Accumulate ? call.Output[0] + sum : sum;
    }

    public void Vjp(in VjpCall<T> call)
    {
        if (call.MayOpen)
        {
            T slope = call.Cotangent.Values[0] * T.CreateChecked(2);
            Add(in call, 0, slope);
            Add(in call, 1, -slope);
            return;
        }

        Variable<T> aBar = call.Cotangent * T.CreateChecked(2) * (call.Input(0) - call.Input(1));
        call.Add(0, aBar);
        if (call.Wants(1))
            call.Add(1, -aBar);
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> difference = call.Input(0) - call.Input(1);
        if (call.Moves(0))
            call.Add(Ops.Sum(difference * call.Tangent(0)) * T.CreateChecked(2));
        if (call.Moves(1))
            call.Add(Ops.Sum(difference * call.Tangent(1)) * T.CreateChecked(-2));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Ops.SumOfSquaresOver(call.Aligned(0) - call.Aligned(1), AxisSet.All(in call.InputShape(0)).Shifted);

    private static void Add(in VjpCall<T> call, int input, T slope)
    {
        Span<T> bar = call.Open(input, out bool accumulate);
        if (!bar.IsEmpty)
            Elementwise.Map<T, ScaledDifferenceFunction<T>>(call.Input(0).Values, call.Input(1).Values, [slope], bar, accumulate);
    }

    private static WorkedCase<T> Case(Shape shape) => new(
        $"SquaredDistance({shape}, {shape})", x => Ops.SquaredDistance(x[0], x[1]), new WorkedInput(shape), new WorkedInput(shape))
    {
        Reference = inputs => [inputs[0].Zip(inputs[1], (a, b) => (a - b) * (a - b)).Sum()],
    };

    [DoesNotReturn]
    private static void ShapesDiffer(Shape a, Shape b) =>
        throw new ArgumentException($"{Name}: shapes differ: a is {a}, b is {b}; need equal shapes. Reshape one?");
}
