using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The product of all elements.</summary>
    /// <param name="x">Any array; without elements its product is 1.</param>
    /// <returns>The product, a scalar.</returns>
    /// <remarks>
    /// Derivative: <c>xBar_i = yBar</c> times the product of all other elements, which is taken from the running products of both sides: nothing is
    /// divided by, so that zeros, any number of them, have their right slopes, of every order. Saves the input. The factors are multiplied by a
    /// fixed tree, as <see cref="Sum{T}(Variable{T})"/> adds; over adjacent axes a result, or a slope, that is in range is found also where products on the
    /// way to it overflow or vanish. Source: elementary.
    /// </remarks>
    public static Variable<T> Product<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Product<T>(AxisSet.All(x.Shape)), x);

    /// <summary>The products over one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The products; 1 over axes without elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Derivative and special values as for <see cref="Product{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Product<T>(Variable<T> x, int axis, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Product(x, [axis], keepAxes);

    /// <summary>The products over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. None leaves every element as it is.</param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The products; 1 over axes without elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <remarks>Derivative and special values as for <see cref="Product{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Product<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AxisSet all = AxisSet.Of(x.Shape, axes, keepAxes, nameof(Product)), last = all.LastRun(out AxisSet rest);
        if (rest.IsEmpty)
            return x.Tape.Apply(new Product<T>(all), x);
        Shape result = all.Reduce(x.Shape);
        for (; !last.IsEmpty; last = rest.LastRun(out rest))
            x = x.Tape.Apply(new Product<T>(last), x);
        return Reshape(x, result);
    }
}

// The axes are adjacent.
internal readonly struct Product<T>(AxisSet axes) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Product";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case("Product([3, 2])", x => Ops.Product(x), new Shape(3, 2), Shape.Scalar),
        Case("Product([])", x => Ops.Product(x), Shape.Scalar, Shape.Scalar),
        Case("Product([0, 3])", x => Ops.Product(x), new Shape(0, 3), Shape.Scalar),
        Case("Product([2, 3, 4], axis 0)", x => Ops.Product(x, 0), new Shape(2, 3, 4), new Shape(1, 3, 4)),
        Case("Product([2, 3, 2], axis 1, keepAxes)", x => Ops.Product(x, 1, keepAxes: true), new Shape(2, 3, 2), new Shape(2, 1, 2)),
        Case("Product([2, 3, 4], axis -1)", x => Ops.Product(x, -1), new Shape(2, 3, 4), new Shape(2, 3, 1)),
        Case("Product([2, 3, 2], axes 2, 0)", x => Ops.Product(x, [2, 0]), new Shape(2, 3, 2), new Shape(1, 3, 1)),
        Case("Product([2, 3], no axes)", x => Ops.Product(x, []), new Shape(2, 3), new Shape(2, 3)),
        Case("Product([3, 0], axis 0)", x => Ops.Product(x, 0), new Shape(3, 0), new Shape(1, 0)),
        new("Product(x, y, z)", x => Ops.Product(Ops.Stack(0, x[0], x[1], x[2])), new WorkedInput(Shape.Scalar), new WorkedInput(Shape.Scalar), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of((a, b, c) => a * b * c),
            Specials =
            [
                new([0, 2, 3], 0) { Slopes = [6, 0, 0] }, new([0, 0, 3], 0) { Slopes = [0, 0, 0] }, new([0, 0, 0], 0) { Slopes = [0, 0, 0] },
                new([2, double.NaN, 3], double.NaN), new([double.PositiveInfinity, 2, -3], double.NegativeInfinity),
            ],
        },
        new("Product(x, x, y) at zero", x => Ops.Product(Ops.Stack(0, x[0], x[0], x[1])), new WorkedInput(Shape.Scalar, 0, 0), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of((a, b) => a * a * b),
        },
        new("Product([2, 3], axis 2)", x => Ops.Product(x[0], 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["Product", "axis 2", "[2, 3]"] },
        new("Product([2, 3], axes 0, -2)", x => Ops.Product(x[0], [0, -2]), new WorkedInput(new Shape(2, 3))) { Refusal = ["Product", "twice", "[0, -2]", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => axes.Reduce(in inputs[0]);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape shape = ref call.InputShape(0);
        Shape result = axes.Stretchable(in shape);
        Kernels.Reduction.ProductTo(in shape, call.Input(0), in result, call.Output);
        Kernels.BalancedProduct<T>.Repair(in shape, call.Input(0), axes.CountOf(in shape), axes.CountAfter(in shape), in result, call.Output);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Shape around = axes.Around(in call.InputShape(0));
        Variable<T> xBar = Ops.Reshape(call.Cotangent, around.With(1, 1)) * OtherProducts<T>.Of(Ops.Reshape(call.Input(0), around), 1);
        call.Add(0, Ops.Reshape(xBar, call.InputShape(0)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Shape around = axes.Around(in call.InputShape(0));
        Variable<T> terms = Ops.Reshape(call.Tangent(0), around) * OtherProducts<T>.Of(Ops.Reshape(call.Input(0), around), 1);
        call.Add(Ops.Reshape(Ops.SumTo(terms, around.With(1, 1)), axes.Reduce(in call.InputShape(0))));
    }

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(new Product<T>(axes.Shifted), call.Input(0));

    private static WorkedCase<T> Case(string name, Func<Variable<T>, Variable<T>> function, Shape from, Shape to) =>
        new(name, x => function(x[0]), new WorkedInput(from)) { Reference = Reference.FoldTo(from, to, group => group.Aggregate(1.0, (a, b) => a * b)) };
}
