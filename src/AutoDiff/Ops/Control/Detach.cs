using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The same elements as a constant for differentiation: no derivative passes. Nothing is copied.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The elements of <paramref name="x"/>, which nothing is differentiated through.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = 0</c>; <c>xBar = 0</c>, and the path is cut: a gradient is not computed and not looked for behind it.
    /// Saves nothing. The view stays on <paramref name="x"/>'s tape; what must outlive the tape is copied with
    /// <see cref="Variable{T}.ToArray"/>. Source: elementary.
    /// </remarks>
    public static Variable<T> Detach<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.View(default(Detach<T>), x);
}

internal readonly struct Detach<T> : IView<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Detach";

    public static bool StopsGradients => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Detach(x)", x => Ops.Detach(x[0]), new WorkedInput(new Shape(2, 3))) { Reference = Reference.Of(a => a), IsConstant = true },
        new("Detach([0])", x => Ops.Detach(x[0]), new WorkedInput(new Shape(0))) { Reference = Reference.Of(a => a), IsConstant = true },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public int Offset(in Operands<T> inputs) => 0;

    public void Vjp(in VjpCall<T> call)
    {
        // Never asked: the result is a constant.
    }

    public void Jvp(in JvpCall<T> call)
    {
        // Never asked: the result is a constant.
    }

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Detach(call.Input(0));
}
