using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

/// <summary>
/// A function with derivative rules of its own, for where the rules of its operations are not what is wanted: a stabler formula, a
/// cheaper one, or another slope. How it computes is not differentiated: the rules see its inputs and its result.
/// </summary>
/// <remarks>
/// For an operation with a kernel of its own implement <see cref="IPrimitive{T}"/>; this is for a few operations that belong together.
/// The rules are written with operations and so are differentiated again. Whether they fit the function,
/// <see cref="Checking.GradientCheck"/> says.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
/// <example><code>
/// static readonly CustomFunction&lt;double&gt; Log1PlusExp = new(
///     "Log1PlusExp", x => Log(1d + Exp(x[0])),
///     vjp: (in call) => call.Add(0, call.Cotangent * Sigmoid(call.Input(0))),
///     jvp: (in call) => call.Add(call.Tangent(0) * Sigmoid(call.Input(0))));
/// </code></example>
public sealed class CustomFunction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly WorkedFunction<T> _function;
    private readonly VjpRule<T>? _vjp;
    private readonly JvpRule<T>? _jvp;

    /// <summary>Makes a function.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="function">What it computes, from inputs on the tape.</param>
    /// <param name="vjp">The reverse rule; without one, a reverse pass through the function is refused.</param>
    /// <param name="jvp">The forward rule; without one, a forward pass through the function is refused.</param>
    public CustomFunction(string name, WorkedFunction<T> function, VjpRule<T>? vjp = null, JvpRule<T>? jvp = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Name = name;
        _function = function;
        _vjp = vjp;
        _jvp = jvp;
    }

    /// <summary>What errors call the function.</summary>
    public string Name { get; }

    /// <summary>Applies the function.</summary>
    /// <param name="inputs">The inputs, all on one tape.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">There is no input.</exception>
    public Variable<T> Apply(params ReadOnlySpan<Variable<T>> inputs)
    {
        if (inputs.IsEmpty)
            OpErrors.NoInput(Name);
        Tape<T> tape = inputs[0].Tape;
        Variable<T> y;
        using (tape.NoGradient())
            y = Ops.Detach(_function(inputs));
        Custom<T> custom = new(tape.KeepObject(this));
        return inputs.Length switch
        {
            1 => tape.Apply(custom, inputs[0], y),
            2 => tape.Apply(custom, [inputs[0], inputs[1], y]),
            _ => tape.Apply(custom, [.. inputs, y]),
        };
    }

    internal void Vjp(in VjpCall<T> call) => (_vjp ?? throw Missing("reverse", "vjp"))(in call);

    internal void Jvp(in JvpCall<T> call) => (_jvp ?? throw Missing("forward", "jvp"))(in call);

    private NotSupportedException Missing(string which, string argument) => new(
        $"{Name}: no {which} rule: the custom function was made without one; need the argument {argument}, or use the other mode.");
}

// The result again, computed beforehand and given as the last input; the rules are the function's. A batched map runs it for each
// example alone, since the rules may mean one.
internal readonly struct Custom<T>(int function) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Written in another way than its operations' own rules have it.
    private static readonly CustomFunction<T> Cube = new(
        "Cube",
        x => x[0] * Ops.Square(x[0]),
        (in call) => call.Add(0, T.CreateChecked(3) * Ops.Square(call.Input(0)) * call.Cotangent),
        (in call) => call.Add(T.CreateChecked(3) * Ops.Square(call.Input(0)) * call.Tangent(0)));

    private static readonly CustomFunction<T> Product = new(
        "Product",
        x => x[0] * x[1],
        (in call) =>
        {
            if (call.Wants(0))
                call.Add(0, call.Cotangent * call.Input(1));
            if (call.Wants(1))
                call.Add(1, call.Cotangent * call.Input(0));
        },
        (in call) =>
        {
            if (call.Moves(0))
                call.Add(call.Tangent(0) * call.Input(1));
            if (call.Moves(1))
                call.Add(call.Tangent(1) * call.Input(0));
        });

    public static string Name => "Custom";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Cube.Apply(x)", x => Cube.Apply(x[0]), new WorkedInput(new Shape(2, 3))) { Reference = Reference.Of(x => x * x * x) },
        new("Product.Apply([2, 3], [3])", x => Product.Apply(x[0], x[1]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3)))
        {
            Reference = Reference.Broadcast(new Shape(2, 3), new Shape(3), (a, b) => a * b),
        },
        new("Cube.Apply()", _ => Cube.Apply(), new WorkedInput(Shape.Scalar)) { Refusal = ["Cube", "no input"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[inputs.Count - 1];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, IdentityFunction<T>>(call.Input(call.InputCount - 1), call.Output);

    public void Vjp(in VjpCall<T> call) => ((CustomFunction<T>)call.Tape.KeptObject(function)).Vjp(in call);

    public void Jvp(in JvpCall<T> call) => ((CustomFunction<T>)call.Tape.KeptObject(function)).Jvp(in call);
}
