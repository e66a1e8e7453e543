using System;
using System.Numerics;
using AutoDiff.Storage;

namespace AutoDiff.Kernels;

// Elman's recurrence over a whole sequence, h' = f(gates + h · weights). States are computed where the inputs' contributions were put.
internal static class ElmanPass<T, TActivation>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TActivation : struct, IActivation<T>
{
    public static void Forward(in SequenceSize size, in SequenceInput<T> input, ReadOnlySpan<T> initial, ReadOnlySpan<T> weights, Span<T> states)
    {
        AlignedBlocks<T> blocks = default;
        RecurrentProduct<T> recurrent = new(weights, in size, transposed: false, ref blocks);
        int length = size.StateLength;
        ReadOnlySpan<T> before = initial;
        for (int block = 0; block < size.Blocks; block++)
        {
            (int first, int steps) = size.Block(block);
            input.Project(first, steps, states.Slice(first * length, steps * length));
            for (int t = first; t < first + steps; t++)
            {
                Span<T> state = states.Slice(t * length, length);
                recurrent.Multiply(before, state, accumulate: true);
                TActivation.Apply(state);
                before = state;
            }
        }
    }

    public static void Backward(
        in SequenceSize size,
        scoped in SequenceInput<T> input,
        scoped ReadOnlySpan<T> initial,
        scoped ReadOnlySpan<T> weights,
        scoped ReadOnlySpan<T> states,
        scoped ReadOnlySpan<T> statesBar,
        SequenceTargets<T> targets)
    {
        AlignedBlocks<T> blocks = default;
        RecurrentProduct<T> recurrent = new(weights, in size, transposed: true, ref blocks);
        int length = size.StateLength;
        Span<T> scratch = blocks.Take(size.BlockSteps * length), carried = blocks.Take(length);
        carried.Clear();
        for (int block = size.Blocks - 1; block >= 0; block--)
        {
            (int first, int steps) = size.Block(block);
            Span<T> gatesBar = input.Place(first, steps * length, in targets.Source, scratch);
            for (int t = first + steps - 1; t >= first; t--)
            {
                Span<T> bar = gatesBar.Slice((t - first) * length, length);
                TActivation.Gradient(statesBar.Slice(t * length, length), carried, states.Slice(t * length, length), bar);
                recurrent.Multiply(bar, carried, accumulate: false);
                Vanished.Clear(t, carried);
            }

            StateGradients.AddRecurrentWeights(in size, first, steps, initial, states, gatesBar, ref targets.RecurrentWeights);
            input.AddGradients(first, steps, gatesBar, in targets.Source, ref targets.InputWeights, ref targets.InputBias);
        }

        targets.AddState(carried);
    }
}
