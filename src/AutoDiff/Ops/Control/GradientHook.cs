using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The same numbers; a reverse pass shows the gradient that arrives here, complete, before it goes on.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="look">Told the gradient with respect to the result, once for each reverse pass that reaches it. It may read it, not keep it.</param>
    /// <returns>The numbers of <paramref name="x"/>; what is computed from them is what the gradient comes from.</returns>
    /// <remarks>Derivative: <c>yDot = xDot</c>; <c>xBar = yBar</c>. Saves nothing. Cost: a copy.</remarks>
    public static Variable<T> ObserveGradient<T>(Variable<T> x, Action<Variable<T>> look)
        where T : unmanaged, IFloatingPointIeee754<T> => Hooked(x, look);

    /// <summary>The same numbers; a reverse pass goes on with another gradient than the one that arrives here, such as a clipped, scaled or reversed one.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="replace">
    /// From the gradient with respect to the result, complete, what takes its place, of its shape; made of operations it is differentiated again like any rule.
    /// </param>
    /// <returns>The numbers of <paramref name="x"/>; what is computed from them is what the gradient comes from.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot</c>; <c>xBar = replace(yBar)</c>: forward mode differentiates the function, which is the identity, and
    /// knows nothing of the replacement. Saves nothing. Cost: a copy, and the replacement's.
    /// </remarks>
    /// <example><code>Variable&lt;float&gt; reversed = ReplaceGradient(features, g => -0.1f * g); // Ganin and Lempitsky 2015</code></example>
    public static Variable<T> ReplaceGradient<T>(Variable<T> x, Func<Variable<T>, Variable<T>> replace)
        where T : unmanaged, IFloatingPointIeee754<T> => Hooked(x, replace);

    private static Variable<T> Hooked<T>(Variable<T> x, Delegate hook)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(hook);
        return x.Tape.Apply(new GradientHook<T>(x.Tape.KeepObject(hook)), x);
    }
}

// The identity. Elements may meet in the hook, as in a norm, so a batched map runs it for each example alone: it claims nothing.
internal readonly struct GradientHook<T>(int hook) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "GradientHook";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("ObserveGradient(x, nothing)", x => Ops.ObserveGradient(x[0], _ => { }), new WorkedInput(new Shape(2, 3))) { Reference = Reference.Of(v => v) },
        new("ReplaceGradient(x, the same)", x => Ops.ReplaceGradient(x[0], xBar => xBar), new WorkedInput(new Shape(4))) { Reference = Reference.Of(v => v) },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, IdentityFunction<T>>(call.Input(0), call.Output);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Tape.KeptObject(hook) is Func<Variable<T>, Variable<T>> replace)
        {
            call.Add(0, replace(call.Cotangent));
            return;
        }

        ((Action<Variable<T>>)call.Tape.KeptObject(hook))(call.Cotangent);
        call.Add(0, call.Cotangent);
    }

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tangent(0));
}
