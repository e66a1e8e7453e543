using System;
using System.Diagnostics;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// An operation that computes its result: see <see cref="IOperation{T}"/>. Apply it with <see cref="Tape{T}.Apply{TPrimitive}(TPrimitive, Variable{T})"/> and
/// its overloads.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public interface IPrimitive<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Whether <see cref="Forward"/> honours <see cref="ForwardCall{T}.Accumulate"/> and adds its result to the output.
    /// A gradient is then added up where it is wanted, without a copy of its own.
    /// </summary>
    static virtual bool CanAccumulate => false;

    /// <summary>
    /// Whether <see cref="Forward"/> may write over an input of the result's shape: element <c>i</c> of the result
    /// is computed from elements <c>i</c> alone. A gradient then takes over the memory of the one before, and a batched map
    /// applies the operation to all examples at once.
    /// </summary>
    static virtual bool CanOverwrite => false;

    /// <summary>
    /// Whether the operation is as simple as they come: one or two inputs, no attributes, element <c>i</c> of the result computed from
    /// elements <c>i</c> by <see cref="Map"/>, and a reverse rule that applies the same operations whatever shapes and values
    /// are. The sweep then learns the rule once and repeats it without recording.
    /// </summary>
    static virtual bool IsPointwise => false;

    /// <summary>
    /// Whether the operation takes two matrices <c>[rows, m]</c> and <c>[rows, n]</c> to a matrix <c>[m, n]</c> that is a sum over the rows:
    /// of inputs laid end to end, the sum of their results. Two vectors <c>[m]</c> and <c>[n]</c>, if it takes such, are one row. It has no attributes, and
    /// <see cref="CanAccumulate"/> holds. The sweep then collects such contributions to one gradient, as each time step makes to a shared weight's, and
    /// computes many at once.
    /// </summary>
    static virtual bool SumsOverRows => false;

    /// <summary>
    /// How many elements the operation saves for its reverse rule beyond inputs and result; <see cref="Forward"/> writes them to
    /// <see cref="ForwardCall{T}.Saved"/>. They are plain numbers: a rule that is recorded must not use them, since no derivative flows through them.
    /// Pointwise operations save nothing.
    /// </summary>
    /// <param name="inputs">The inputs' shapes.</param>
    static virtual int SavedLength(in Operands<T> inputs) => 0;

    /// <summary>What a pointwise operation does with inputs of the result's length.</summary>
    /// <param name="a">The first input.</param>
    /// <param name="b">The second input; empty where there is none.</param>
    /// <param name="y">The result; it may be the memory of an input.</param>
    /// <param name="accumulate">Whether to add to <paramref name="y"/> instead of replacing it.</param>
    static virtual void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        throw new UnreachableException("Only pointwise operations are mapped, and they say how.");

    /// <summary>Computes every element of the output from the inputs, which it must not change. It may not apply operations: nor may the shape rule.</summary>
    /// <param name="call">The inputs and the output.</param>
    void Forward(in ForwardCall<T> call);
}
