using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

// Every element moved on by one place along an axis; the first place holds a constant, the last element falls off.
internal readonly struct Shift<T>(ScanAxis along, T first) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Shift";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(4), 0, false),
        Case(new Shape(2, 3), 1, true),
        Case(new Shape(2, 3, 2), 1, false),
        Case(new Shape(3, 2), 0, true),
        Case(new Shape(1), 0, false),
        Case(new Shape(2, 0), 1, false),
        Case(new Shape(0, 2), 1, true),
    ];

    public static Variable<T> Of(Variable<T> x, ScanAxis along, T first) => x.Tape.Apply(new Shift<T>(along, first), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape shape = ref call.OutputShape;
        int inner = shape.CountOf(along.Axis + 1, shape.Rank), block = shape[along.Axis] * inner;
        ReadOnlySpan<T> x = call.Input(0);
        for (int at = 0; block > 0 && at < x.Length; at += block)
        {
            ReadOnlySpan<T> from = x.Slice(at, block);
            Span<T> to = call.Output.Slice(at, block);
            if (along.Reverse)
            {
                from[inner..].CopyTo(to);
                to[^inner..].Fill(first);
            }
            else
            {
                from[..^inner].CopyTo(to[inner..]);
                to[..inner].Fill(first);
            }
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Of(call.Cotangent, along.Opposite, T.Zero));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), along, T.Zero));

    private static WorkedCase<T> Case(Shape shape, int axis, bool reverse) =>
        new($"Shift({shape}, axis {axis}, reverse {reverse})", x => Of(x[0], new ScanAxis(axis, reverse), T.CreateChecked(7)), new WorkedInput(shape))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) => (reverse ? i + 1 < lines[0].Length : i > 0) ? lines[0][reverse ? i + 1 : i - 1] : 7),
        };
}
