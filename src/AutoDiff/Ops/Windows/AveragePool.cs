using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The mean of what a window sees at every place along the last axis, with zeros outside of x.</summary>
    /// <param name="x">Inputs <c>[..., length]</c>.</param>
    /// <param name="kernel">How many elements a window sees.</param>
    /// <param name="stride">How far apart the places are; the kernel's length if null, so that windows do not overlap.</param>
    /// <param name="padding">How far windows reach over either end, at most half of the kernel.</param>
    /// <param name="countPadding">Whether zeros of the padding count as seen: the sum is divided by the kernel's length, else by the number of elements of x in the window.</param>
    /// <returns><c>[..., places]</c>, where places = (length + 2 · padding - kernel) / stride + 1, rounded down.</returns>
    /// <exception cref="ArgumentException">There is no such axis, a setting is impossible, or the window is longer than the padded input.</exception>
    /// <remarks>Derivative: linear; <c>xBar</c> is every element of yBar back in its window, in equal shares. Saves nothing. Source: elementary.</remarks>
    public static Variable<T> AveragePool1d<T>(Variable<T> x, int kernel, int? stride = null, int padding = 0, bool countPadding = true)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new AveragePool<T>(Pooling.OfLine(kernel, stride, padding, 1), countPadding), x);

    /// <summary>The mean of what a window sees at every place of a plane, as <see cref="AveragePool1d"/> along both axes.</summary>
    /// <param name="x">Inputs <c>[..., height, width]</c>.</param>
    /// <param name="kernel">How many elements a window sees along each axis.</param>
    /// <param name="stride">How far apart the places are; the kernel if null.</param>
    /// <param name="padding">How far windows reach over every edge, at most half of the kernel; 0 if null.</param>
    /// <param name="countPadding">Whether zeros of the padding count as seen.</param>
    /// <returns><c>[..., places high, places wide]</c>.</returns>
    /// <exception cref="ArgumentException">There are no such axes, a setting is impossible, or the window is larger than the padded plane.</exception>
    /// <remarks>Derivative and memory: as of <see cref="AveragePool1d"/>.</remarks>
    public static Variable<T> AveragePool2d<T>(Variable<T> x, Extent kernel, Extent? stride = null, Extent? padding = null, bool countPadding = true)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new AveragePool<T>(Pooling.OfPlane(kernel, stride, padding, null), countPadding), x);

    /// <summary>
    /// The means of as many stretches of the last axis as asked for; stretch i goes from <c>i · length / places</c>, rounded down, to
    /// <c>(i + 1) · length / places</c>, rounded up.
    /// </summary>
    /// <param name="x">Inputs <c>[..., length]</c>.</param>
    /// <param name="places">The result's length; 1 for the mean of all.</param>
    /// <returns><c>[..., places]</c>.</returns>
    /// <exception cref="ArgumentException">There is no such axis, it is empty, or no place is asked for.</exception>
    /// <remarks>Derivative and memory: as of <see cref="AveragePool1d"/>.</remarks>
    public static Variable<T> AdaptiveAveragePool1d<T>(Variable<T> x, int places)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new AveragePool<T>(Pooling.Adaptive(nameof(AdaptiveAveragePool1d), 1, new Extent(1, places)), false), x);

    /// <summary>The means of as many patches of a plane as asked for, as <see cref="AdaptiveAveragePool1d"/> along both axes.</summary>
    /// <param name="x">Inputs <c>[..., height, width]</c>.</param>
    /// <param name="places">The result's height and width.</param>
    /// <returns><c>[..., places high, places wide]</c>.</returns>
    /// <exception cref="ArgumentException">There are no such axes, one is empty, or no place is asked for.</exception>
    /// <remarks>Derivative and memory: as of <see cref="AveragePool1d"/>.</remarks>
    public static Variable<T> AdaptiveAveragePool2d<T>(Variable<T> x, Extent places)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new AveragePool<T>(Pooling.Adaptive(nameof(AdaptiveAveragePool2d), 2, places), false), x);
}

internal readonly struct AveragePool<T>(Pooling pooling, bool countPadding) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "AveragePool";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Line(new Shape(2, 3, 7), 2),
        Line(new Shape(8), 3, 2, 1),
        Line(new Shape(2, 8), 3, 1, 1, countPadding: false),
        Line(new Shape(0, 3), 2),
        Line(new Shape(1), 2, 1, 1, countPadding: false),
        Plane(new Shape(2, 4, 6), 2),
        Plane(new Shape(1, 2, 7, 5), (3, 2), (2, 1), (1, 1)),
        Plane(new Shape(1, 2, 7, 5), (3, 2), (2, 1), (1, 1), countPadding: false),
        Case("AdaptiveAveragePool1d([2, 7], 3)", x => Ops.AdaptiveAveragePool1d(x[0], 3), Pooling.Adaptive("", 1, new Extent(1, 3)), false, new Shape(2, 7)),
        Case("AdaptiveAveragePool1d([2, 2], 5)", x => Ops.AdaptiveAveragePool1d(x[0], 5), Pooling.Adaptive("", 1, new Extent(1, 5)), false, new Shape(2, 2)),
        Case("AdaptiveAveragePool2d([2, 5, 4], (2, 3))", x => Ops.AdaptiveAveragePool2d(x[0], (2, 3)), Pooling.Adaptive("", 2, new Extent(2, 3)), false, new Shape(2, 5, 4)),
        Refused("AveragePool1d([], 2)", x => Ops.AveragePool1d(x[0], 2), Shape.Scalar, "AveragePool1d", "axes", "[]"),
        Refused("AveragePool1d([3], 4)", x => Ops.AveragePool1d(x[0], 4), new Shape(3), "AveragePool1d", "longer", "[3]", "kernel 4"),
        Refused("AveragePool2d([3, 3], 2, padding (2, 0))", x => Ops.AveragePool2d(x[0], 2, padding: (2, 0)), new Shape(3, 3), "AveragePool2d", "padding (2, 0)"),
        Refused("AdaptiveAveragePool2d([3, 3], (0, 1))", x => Ops.AdaptiveAveragePool2d(x[0], (0, 1)), new Shape(3, 3), "AdaptiveAveragePool2d", "no places"),
        Refused("AdaptiveAveragePool1d([0], 1)", x => Ops.AdaptiveAveragePool1d(x[0], 1), new Shape(0), "AdaptiveAveragePool1d", "no elements", "[0]"),
    ];

    public static Variable<T> Of(Variable<T> x, Pooling pooling, bool countPadding) => x.Tape.Apply(new AveragePool<T>(pooling, countPadding), x);

    public Shape ShapeOf(in Operands<T> inputs) => pooling.Of(Name, in inputs[0]);

    public void Forward(in ForwardCall<T> call) =>
        MeanPoolPass.Gather(pooling.SizeOf(in call.InputShape(0), in call.OutputShape), countPadding, call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        call.Add(0, AveragePoolSpread<T>.Of(call.Cotangent, pooling, countPadding, new Extent(pooling.Axes == 1 ? 1 : x[-2], x[-1])));
    }

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), pooling, countPadding));

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), pooling, countPadding);

    private static WorkedCase<T> Line(Shape x, int kernel, int? stride = null, int padding = 0, bool countPadding = true) => Case(
        $"AveragePool1d({x}, {kernel}, {stride}, {padding}, {countPadding})",
        v => Ops.AveragePool1d(v[0], kernel, stride, padding, countPadding),
        Pooling.OfLine(kernel, stride, padding, 1),
        countPadding,
        x);

    private static WorkedCase<T> Plane(Shape x, Extent kernel, Extent? stride = null, Extent? padding = null, bool countPadding = true) => Case(
        $"AveragePool2d({x}, {kernel}, {stride}, {padding}, {countPadding})",
        v => Ops.AveragePool2d(v[0], kernel, stride, padding, countPadding),
        Pooling.OfPlane(kernel, stride, padding, null),
        countPadding,
        x);

    private static WorkedCase<T> Case(string name, WorkedFunction<T> function, Pooling pooling, bool countPadding, Shape x) =>
        new(name, function, new WorkedInput(x))
        {
            Reference = PoolReference.Of(pooling, x, pooling.Of(Name, in x), (seen, taps) => seen.Sum() / (countPadding ? taps : seen.Length)),
        };

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, Shape x, params string[] words) => new(name, function, new WorkedInput(x)) { Refusal = words };
}

// The transpose: every element back to its window in equal shares. The planes have the given lengths.
internal readonly struct AveragePoolSpread<T>(Pooling pooling, bool countPadding, Extent plane) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "AveragePoolSpread";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("AveragePoolSpread of windows that overlap", x => Of(x[0], Pooling.OfLine(2, 1, 0, 1), true, new Extent(1, 4)), new WorkedInput(new Shape(2, 3)))
        {
            Reference = inputs => Reference.Elements(8, i => ((i % 4 == 3 ? 0 : inputs[0][(i / 4 * 3) + (i % 4)]) + (i % 4 == 0 ? 0 : inputs[0][(i / 4 * 3) + (i % 4) - 1])) / 2),
        },
        new("AveragePoolSpread of a plane", x => Of(x[0], Pooling.Adaptive("", 2, 1), false, new Extent(2, 3)), new WorkedInput(new Shape(4, 1, 1)))
        {
            Reference = inputs => Reference.Elements(24, i => inputs[0][i / 6] / 6),
        },
    ];

    public static Variable<T> Of(Variable<T> y, Pooling pooling, bool countPadding, Extent plane) => y.Tape.Apply(new AveragePoolSpread<T>(pooling, countPadding, plane), y);

    public Shape ShapeOf(in Operands<T> inputs) => pooling.Axes == 1 ? inputs[0].With(-1, plane.Width) : inputs[0].With(-2, plane.Height).With(-1, plane.Width);

    public void Forward(in ForwardCall<T> call) =>
        MeanPoolPass.Spread(pooling.SizeOf(in call.OutputShape, in call.InputShape(0)), countPadding, call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, AveragePool<T>.Of(call.Cotangent, pooling, countPadding));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), pooling, countPadding, plane));

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), pooling, countPadding, plane);
}
