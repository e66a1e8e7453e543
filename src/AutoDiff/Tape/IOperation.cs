using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// What every differentiable operation says of itself: name, shape rule, and its derivative in both directions.
/// Implement <see cref="IPrimitive{T}"/> for an operation that computes, <see cref="IView{T}"/> for one that only
/// looks at its input's elements in another shape. The operation is a struct; its fields are its attributes (axes,
/// flags, exponents), kept by value on the tape so that recording allocates nothing.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public interface IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What errors and reports call the operation.</summary>
    static abstract string Name { get; }

    /// <summary>
    /// Worked cases: small calls that show the operation's use, from which the laws test it.
    /// An operation without any is not tested.
    /// </summary>
    static virtual IEnumerable<WorkedCase<T>> Cases => [];

    /// <summary>
    /// Whether the result is a constant for differentiation, whatever the inputs are: no derivative passes, and the rules
    /// are never asked.
    /// </summary>
    static virtual bool StopsGradients => false;

    /// <summary>The shape of the result; refuses inputs that do not fit with an <see cref="System.ArgumentException"/>.</summary>
    /// <param name="inputs">The inputs' shapes.</param>
    Shape ShapeOf(in Operands<T> inputs);

    /// <summary>
    /// The reverse rule, written with operations: from the result's cotangent, add a contribution to each input that
    /// wants one. It must be linear in the cotangent.
    /// </summary>
    /// <param name="call">Inputs, result, cotangent, and where contributions go.</param>
    void Vjp(in VjpCall<T> call);

    /// <summary>
    /// The forward rule, written with operations: from the tangents of the inputs that move, add up the result's tangent.
    /// It must be linear in the tangents.
    /// </summary>
    /// <param name="call">Inputs, result, tangents, and where contributions go.</param>
    void Jvp(in JvpCall<T> call);

    /// <summary>
    /// The batching rule, written with operations: the result for all examples, <c>[examples, ...]</c>, at once. Without it the operation
    /// is applied to each example in turn. Operations that claim to work element by element (<see cref="IPrimitive{T}.IsPointwise"/>,
    /// <see cref="IPrimitive{T}.CanOverwrite"/>) need none; those with axes move them by one.
    /// </summary>
    /// <param name="call">The inputs, as far as they differ from example to example with the examples along a new first axis.</param>
    /// <returns>The result; <c>default</c> where there is no rule.</returns>
    Variable<T> Batch(in BatchCall<T> call) => default;
}
