using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// A small call of an operation that shows its use and from which the laws test it: inputs are drawn at random from their
/// intervals, and every law is checked on the function.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class WorkedCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a case.</summary>
    /// <param name="name">What the case shows, as a C# call: <c>Sum([3, 4], axis 1)</c>.</param>
    /// <param name="function">The call.</param>
    /// <param name="inputs">Shapes and intervals of its inputs.</param>
    public WorkedCase(string name, WorkedFunction<T> function, params ReadOnlySpan<WorkedInput> inputs)
    {
        Name = name;
        Function = function;
        Inputs = inputs.ToArray();
    }

    /// <summary>What the case shows.</summary>
    public string Name { get; }

    /// <summary>The call.</summary>
    public WorkedFunction<T> Function { get; }

    /// <summary>Shapes and intervals of the inputs.</summary>
    public IReadOnlyList<WorkedInput> Inputs { get; }

    /// <summary>
    /// The same function on plain arrays, row-major, written without this library's operations: the elements of each
    /// input come in, the elements of the result go out. Null where the case is a refusal.
    /// </summary>
    public Func<double[][], double[]>? Reference { get; init; }

    /// <summary>
    /// How far the result may be from the reference, in units of the element type's rounding error, relative to the largest
    /// magnitude involved.
    /// </summary>
    public double Ulps { get; init; } = 32;

    /// <summary>Results and slopes for special inputs; the function is then called on scalars.</summary>
    public IReadOnlyList<SpecialValue> Specials { get; init; } = [];

    /// <summary>
    /// For a call that must be refused: words that the error's text must hold, such as the operation and the shapes.
    /// Empty for a call that must succeed.
    /// </summary>
    public IReadOnlyList<string> Refusal { get; init; } = [];

    /// <summary>Whether the result is a constant for differentiation, as of a detached value.</summary>
    public bool IsConstant { get; init; }

    /// <summary>Whether the call looks at its inputs' numbers to decide what to do, as sorting does: a batched map then refuses it.</summary>
    public bool ReadsNumbers { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
