using System;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>A row for each index, 1 at its place and 0 elsewhere: <c>y[i, j] = [indices[i] = j]</c>; a constant.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tape">Where to put it.</param>
    /// <param name="indices">The places, from 0.</param>
    /// <param name="classes">The length of a row.</param>
    /// <returns>The rows <c>[indices, classes]</c>.</returns>
    /// <exception cref="ArgumentException">An index is not one of the places.</exception>
    /// <remarks>
    /// The product of such rows with a matrix is <see cref="Gather{T}(Variable{T}, ReadOnlySpan{int})"/>, their cross entropy with scores is
    /// <see cref="SoftmaxCrossEntropy"/>; both cost less.
    /// </remarks>
    public static Variable<T> OneHot<T>(Tape<T> tape, ReadOnlySpan<int> indices, int classes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = new(indices.Length, classes);
        IndexErrors.CheckIndices(nameof(OneHot), indices, classes);
        Variable<T> y = tape.Fill(T.Zero, shape);
        Span<T> values = tape.ValuesAt(y.Index);
        for (int i = 0; i < indices.Length; i++)
            values[(i * classes) + indices[i]] = T.One;
        return y;
    }
}
