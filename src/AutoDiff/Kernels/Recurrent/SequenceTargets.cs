using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Where the gradients of a recurrent pass go.
internal ref struct SequenceTargets<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Target<T> Source, State, Cell, RecurrentWeights, RecurrentBias, InputWeights, InputBias;

    public void AddState(scoped ReadOnlySpan<T> bar) => Add(bar, ref State);

    public void AddCell(scoped ReadOnlySpan<T> bar) => Add(bar, ref Cell);

    private static void Add(scoped ReadOnlySpan<T> bar, ref Target<T> target)
    {
        if (target.IsWanted)
            Elementwise.Map<T, IdentityFunction<T>>(bar, target.Values, target.Open());
    }
}
