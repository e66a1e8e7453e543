using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff;

// The largest or smallest elements over axes; those that attain an extreme share its derivative evenly.
internal readonly struct Extreme<T>(AxisSet axes, bool largest) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Extreme";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        .. Side("Max", x => Ops.Max(x), (x, axes, keep) => Ops.Max(x, axes, keep), group => group.Max(), double.NegativeInfinity),
        .. Side("Min", x => Ops.Min(x), (x, axes, keep) => Ops.Min(x, axes, keep), group => group.Min(), double.PositiveInfinity),
        new("Max([2, 3], axis 5)", x => Ops.Max(x[0], 5), new WorkedInput(new Shape(2, 3))) { Refusal = ["Max", "axis 5", "[2, 3]"] },
        new("Min([2, 3], axis 0)", x => Ops.Min(x[0], 0), new WorkedInput(new Shape(2, 3)))
        {
            Reference = Reference.FoldTo(new Shape(2, 3), new Shape(1, 3), group => group.Min()),
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        Shape y = axes.Reduce(in inputs[0]);
        if (y.Count > 0 && inputs[0].Count == 0)
            OpErrors.NothingToCompare(largest ? nameof(Ops.Max) : nameof(Ops.Min), inputs[0], y);
        return y;
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        if (largest)
            Kernels.Reduction.MaxTo(in x, call.Input(0), axes.Stretchable(in x), call.Output);
        else
            Kernels.Reduction.MinTo(in x, call.Input(0), axes.Stretchable(in x), call.Output);
    }

    // The elements that attain the extreme share its cotangent.
    public void Vjp(in VjpCall<T> call)
    {
        Shape kept = axes.Stretchable(in call.InputShape(0));
        Variable<T> ties = Ties<T>.Of(call.Input(0), Ops.Reshape(call.Output, kept));
        call.Add(0, ties * (Ops.Reshape(call.Cotangent, kept) / Ops.SumTo(ties, kept)));
    }

    // The mean of the tangents of the elements that attain it.
    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> ties = Ties<T>.Of(call.Input(0), Ops.Reshape(call.Output, axes.Stretchable(in call.InputShape(0))));
        call.Add(Ops.SumOver(ties * call.Tangent(0), axes) / Ops.SumOver(ties, axes));
    }

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(new Extreme<T>(axes.Shifted(), largest), call.Input(0));

    private static IEnumerable<WorkedCase<T>> Side(
        string name, Func<Variable<T>, Variable<T>> ofAll, Func<Variable<T>, int[], bool, Variable<T>> over, Func<double[], double> fold, double least)
    {
        // Made once: making an array is the caller's, not the operation's.
        int[] first = [0], second = [1], last = [-1], outer = [2, 0];
        return
        [
            new($"{name}([3, 4])", x => ofAll(x[0]), new WorkedInput(new Shape(3, 4)))
            {
                Reference = Reference.FoldTo(new Shape(3, 4), Shape.Scalar, fold),
                Specials = [new([least], least) { Slopes = [1] }, new([double.NaN], double.NaN) { Slopes = [double.NaN] }],
            },
            new($"{name} of three that tie", x => ofAll(Ops.BroadcastTo(x[0], new Shape(3))) + x[0], new WorkedInput(Shape.Scalar))
            {
                Reference = Reference.Of(a => a + a),
                Specials = [new([1], 2) { Slopes = [2] }],
            },
            new($"{name} of two, one of them 1", x => ofAll(Ops.Stack(0, x[0], x[0].Tape.Constant(T.One))), new WorkedInput(Shape.Scalar))
            {
                Reference = Reference.Of(a => fold([a, 1])),
                Specials = [new([1], 1) { Slopes = [0.5] }],
            },
            new($"x - {name}([2, 3], axis -1, keepAxes)", x => x[0] - over(x[0], last, true), new WorkedInput(new Shape(2, 3)))
            {
                Reference = inputs => Reference.Elements(6, i => inputs[0][i] - fold([.. inputs[0].Skip(i / 3 * 3).Take(3)])),
            },
            new($"{name}([2, 3, 4], axes 2, 0)", x => over(x[0], outer, false), new WorkedInput(new Shape(2, 3, 4)))
            {
                Reference = Reference.FoldTo(new Shape(2, 3, 4), new Shape(1, 3, 1), fold),
            },
            new($"{name}([0, 2], axis 1)", x => over(x[0], second, false), new WorkedInput(new Shape(0, 2))) { Reference = _ => [] },
            new($"{name}([0, 2], axis 0)", x => over(x[0], first, false), new WorkedInput(new Shape(0, 2))) { Refusal = [name, "no elements", "[0, 2]"] },
        ];
    }
}
