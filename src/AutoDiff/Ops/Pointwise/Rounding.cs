using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The whole number below or at x, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The whole numbers, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>Derivative: 0, at the jumps too. Saves nothing. Exact; infinities, NaN and -0 stay what they are. Source: elementary.</remarks>
    public static Variable<T> Floor<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Rounding<T>(Steps.Floor), x);

    /// <summary>The whole number above or at x, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The whole numbers, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>Derivative: 0, at the jumps too. Saves nothing. Exact; infinities, NaN and -0 stay what they are. Source: elementary.</remarks>
    public static Variable<T> Ceiling<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Rounding<T>(Steps.Ceiling), x);

    /// <summary>The nearest whole number, element by element; halves go to the even neighbour.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The whole numbers, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>Derivative: 0, at the jumps too. Saves nothing. Exact; infinities, NaN and -0 stay what they are. Source: IEEE 754-2019, 5.9.</remarks>
    public static Variable<T> Round<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Rounding<T>(Steps.Round), x);

    /// <summary>The whole number next to x on the way to 0, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The whole numbers, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>Derivative: 0, at the jumps too. Saves nothing. Exact; infinities, NaN and -0 stay what they are. Source: elementary.</remarks>
    public static Variable<T> Truncate<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Rounding<T>(Steps.Truncate), x);

    /// <summary>The sign, -1, 0 or 1, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The signs, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>Derivative: 0, at the jump too. Saves nothing. Exact; zeros keep their sign, NaN stays NaN. Source: elementary.</remarks>
    public static Variable<T> Sign<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Rounding<T>(Steps.Sign), x);
}

internal enum Steps
{
    Floor,
    Ceiling,
    Round,
    Truncate,
    Sign,
}

// Functions that are flat wherever they have a slope.
internal readonly struct Rounding<T>(Steps steps) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Rounding";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case("Floor(x)", Ops.Floor, Math.Floor, (1.5, 1), (-1.5, -2), (2, 2)),
        Case("Ceiling(x)", Ops.Ceiling, Math.Ceiling, (1.5, 2), (-1.5, -1), (-0.5, -0.0), (2, 2)),
        Case("Round(x)", Ops.Round, Math.Round, (1.5, 2), (2.5, 2), (-0.5, -0.0), (0.75, 1)),
        Case("Truncate(x)", Ops.Truncate, Math.Truncate, (1.5, 1), (-1.5, -1), (-0.5, -0.0)),
        new("Sign(x)", x => Ops.Sign(x[0]), new WorkedInput(new Shape(3, 5)))
        {
            Reference = Reference.Of(a => Math.Sign(a)),
            Specials =
            [
                new([0], 0) { Slopes = [0] }, new([-0.0], -0.0) { Slopes = [0] }, new([double.NaN], double.NaN) { Slopes = [0] },
                new([double.NegativeInfinity], -1) { Slopes = [0] },
            ],
        },
        new("x * Floor(x)", x => x[0] * Ops.Floor(x[0]), new WorkedInput(new Shape(3), 0.1, 0.9)) { Reference = Reference.Of(a => a * Math.Floor(a)) },
        new("Round([])", x => Ops.Round(x[0]), new WorkedInput(Shape.Scalar, 0.6, 1.4)) { Reference = Reference.Of(_ => 1) },
        new("Sign([0, 3])", x => Ops.Sign(x[0]), new WorkedInput(new Shape(0, 3))) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ReadOnlySpan<T> x = call.Input(0);
        switch (steps)
        {
            case Steps.Floor:
                Elementwise.Map<T, FloorFunction<T>>(x, call.Output, call.Accumulate);
                break;
            case Steps.Ceiling:
                Elementwise.Map<T, CeilingFunction<T>>(x, call.Output, call.Accumulate);
                break;
            case Steps.Round:
                Elementwise.Map<T, RoundFunction<T>>(x, call.Output, call.Accumulate);
                break;
            case Steps.Truncate:
                Elementwise.Map<T, TruncateFunction<T>>(x, call.Output, call.Accumulate);
                break;
            default:
                Elementwise.Map<T, SignFunction<T>>(x, call.Output, call.Accumulate);
                break;
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
        // Its slope is 0 wherever there is one.
    }

    public void Jvp(in JvpCall<T> call)
    {
        // Its slope is 0 wherever there is one.
    }

    private static WorkedCase<T> Case(string name, Func<Variable<T>, Variable<T>> function, Func<double, double> reference, params ReadOnlySpan<(double X, double Y)> steps)
    {
        List<SpecialValue> specials =
        [
            new([0], 0) { Slopes = [0] }, new([-0.0], -0.0) { Slopes = [0] }, new([double.NaN], double.NaN) { Slopes = [0] },
            new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [0] },
        ];
        foreach ((double x, double y) in steps)
            specials.Add(new([x], y) { Slopes = [0] });
        return new(name, x => function(x[0]), new WorkedInput(new Shape(3, 5))) { Reference = Reference.Of(reference), Specials = specials };
    }
}
