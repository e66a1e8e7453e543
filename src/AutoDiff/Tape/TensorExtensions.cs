using System;
using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AutoDiff;

/// <summary>The border to the platform's own tensors: values come in from any of them, and are looked at as one without a copy.</summary>
public static class TensorExtensions
{
    /// <summary>Puts a tensor on the tape that gradients are taken with respect to. The values are copied, whatever the tensor's strides.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="values">The elements and their shape.</param>
    /// <exception cref="ArgumentException">The tensor has no axis, or more than a <see cref="Shape"/>.</exception>
    /// <exception cref="TapeException">The tape is disposed, or another thread's.</exception>
    public static Variable<T> Variable<T>(this Tape<T> tape, in ReadOnlyTensorSpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => Put(tape, in values, isActive: true);

    /// <summary>Puts observed data on the tape; no gradient flows to it. The values are copied, whatever the tensor's strides.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="values">The elements and their shape.</param>
    /// <exception cref="ArgumentException">The tensor has no axis, or more than a <see cref="Shape"/>.</exception>
    /// <exception cref="TapeException">The tape is disposed, or another thread's.</exception>
    public static Variable<T> Constant<T>(this Tape<T> tape, in ReadOnlyTensorSpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => Put(tape, in values, isActive: false);

    /// <summary>
    /// The elements where they lie on the tape, as a tensor of the same shape; valid until the tape is reset or disposed. A scalar is a tensor <c>[1]</c>: the
    /// platform's have at least one axis.
    /// </summary>
    /// <param name="variable">The variable.</param>
    /// <exception cref="TapeException">The value is gone.</exception>
    public static ReadOnlyTensorSpan<T> AsTensor<T>(this Variable<T> variable)
        where T : unmanaged, IFloatingPointIeee754<T> => new(variable.Values, Lengths(variable.Shape));

    /// <summary>The parameter's numbers where they lie, as a tensor of the same shape; a scalar is a tensor <c>[1]</c>.</summary>
    /// <param name="parameter">The parameter.</param>
    public static ReadOnlyTensorSpan<T> AsTensor<T>(this Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T> => new(parameter.Values, Lengths(parameter.Shape));

    private static Variable<T> Put<T>(Tape<T> tape, in ReadOnlyTensorSpan<T> values, bool isActive)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.Rank == 0)
            throw new ArgumentException("Tape: the tensor has no axis and no elements; need one with a shape. Of a single number, give the number.", nameof(values));
        Shape shape = new([.. Array.ConvertAll(values.Lengths.ToArray(), length => checked((int)length))]);
        T[] rows = ArrayPool<T>.Shared.Rent(shape.Count);
        try
        {
            Span<T> elements = rows.AsSpan(0, shape.Count);
            values.FlattenTo(elements);
            return isActive ? tape.Variable(elements, shape) : tape.Constant(elements, shape);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(rows);
        }
    }

    private static nint[] Lengths(Shape shape) => shape.Rank == 0 ? [1] : Array.ConvertAll(shape.Axes.ToArray(), length => (nint)length);
}
