using System;
using System.Collections.Generic;
using AutoDiff.Kernels;

namespace AutoDiff;

// Parameters that share their numbers, so that many tapes find gradients at the same time, each into its own.
public sealed partial class Parameter<T>
{
    // Elements that repay waking a helper.
    private const int SmallestShare = 1 << 16;

    private Parameter(Parameter<T> original)
    {
        Name = original.Name;
        Shape = original.Shape;
        Original = original;
        _values = original._values;
        Start = original.Start;
    }

    /// <summary>The parameter whose numbers these are: another one for a <see cref="Replica"/>, else this one.</summary>
    public Parameter<T> Original { get; }

    /// <summary>
    /// Makes a parameter that reads and writes the same numbers, with their one <see cref="Version"/>, and has a gradient of its own.
    /// A replica of a replica has the same <see cref="Original"/>.
    /// </summary>
    /// <remarks>Memory: its gradient, from the first backward pass on. See <see cref="Replicas{T}"/> for those of a whole model.</remarks>
    public Parameter<T> Replica() => new(Original);

    /// <summary>
    /// Adds the gradients of other parameters to this one's, element by element in the order of the list; those without a gradient are passed over.
    /// Where all are kept in rows (<see cref="HasRowGradient"/>), the sum is too.
    /// </summary>
    /// <param name="others">Parameters of the same shape, such as replicas. Their gradients stay as they are, and no backward pass adds to them meanwhile.</param>
    /// <exception cref="ArgumentException">One has another shape, or is this parameter. Nothing was added then.</exception>
    /// <exception cref="TapeException">The parameter is receiving the gradient of a tape at this moment.</exception>
    /// <remarks>
    /// Cost: one pass over the gradients, or over their rows; large ones are divided over the threads, with the same bits for any number of them. Allocates
    /// nothing once warm.
    /// </remarks>
    public void AddGradients(IReadOnlyList<Parameter<T>> others)
    {
        for (int i = 0; i < others.Count; i++)
        {
            if (ReferenceEquals(others[i], this))
                throw TapeErrors.AddsItself(ToString());
            if (others[i].Shape != Shape)
                throw TapeErrors.AddsOther(ToString(), others[i].ToString(), i);
        }

        if (!TryClaim())
            throw TapeErrors.ParameterBusy(nameof(AddGradients), Name);
        try
        {
            if (TakesRows && !Any(others, static one => !one.HasRowGradient))
                AddRows(others);
            else if (Any(others, static _ => true))
                AddFull(others);
        }
        finally
        {
            Unclaim();
        }
    }

    // Whether there is such a gradient among them.
    private static bool Any(IReadOnlyList<Parameter<T>> others, Predicate<Parameter<T>> isSuch)
    {
        for (int i = 0; i < others.Count; i++)
        {
            if (others[i].HasGradient && isSuch(others[i]))
                return true;
        }

        return false;
    }

    private void AddRows(IReadOnlyList<Parameter<T>> others)
    {
        for (int i = 0; i < others.Count; i++)
        {
            if (others[i].HasGradient)
                AddRows(others[i].GradientRows, others[i].StoredGradient);
        }
    }

    private void AddFull(IReadOnlyList<Parameter<T>> others)
    {
        // Whatever is made or written out at the first reading is so before threads read it.
        LeaveRows();
        T[] into = GradientArray;
        for (int i = 0; i < others.Count; i++)
            others[i].WriteRows();
        Addition addition = new(into.AsMemory(GradientStart, Shape.Count), HasGradient, others);
        Threading.Run(ref addition, (Shape.Count + SmallestShare - 1) / SmallestShare);
        HasGradient = true;
    }

    // Each block is a run of elements: all gradients are added there while its sum is in the cache.
    private readonly struct Addition(Memory<T> sum, bool isFilled, IReadOnlyList<Parameter<T>> others) : IBlockAction
    {
        public void Run(int block)
        {
            int start = block * SmallestShare, length = Math.Min(SmallestShare, sum.Length - start);
            Span<T> into = sum.Span.Slice(start, length);
            bool accumulate = isFilled;
            for (int i = 0; i < others.Count; i++)
            {
                if (!others[i].HasGradient)
                    continue;
                Elementwise.Map<T, IdentityFunction<T>>(others[i].FullGradient.Slice(start, length), into, accumulate);
                accumulate = true;
            }
        }
    }
}
