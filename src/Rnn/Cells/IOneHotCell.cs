using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>A cell that takes class numbers as one-hot inputs without making the vectors: their product with a matrix is a row of it.</summary>
/// <typeparam name="T">The element type.</typeparam>
public interface IOneHotCell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What one-hot inputs contribute to the steps: the same as the cell's <c>Project</c> of the vectors.</summary>
    /// <param name="tape">Where to put it.</param>
    /// <param name="classes">Class numbers, each from 0 to one less than the input size.</param>
    /// <returns>The contributions <c>[classes, any]</c>.</returns>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes);
}
