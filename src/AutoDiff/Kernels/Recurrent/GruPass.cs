using System;
using System.Numerics;
using AutoDiff.Storage;

namespace AutoDiff.Kernels;

// The GRU's recurrence over a whole sequence. What is saved for the reverse pass are the gates' activations, and then the candidate's
// recurrent part at each step.
internal static class GruPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Nothing is saved where `saved` is empty.
    public static void Forward(
        in SequenceSize size, in SequenceInput<T> input, ReadOnlySpan<T> initial, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> states, Span<T> saved)
    {
        AlignedBlocks<T> blocks = default;
        RecurrentProduct<T> recurrent = new(weights, in size, transposed: false, ref blocks);
        int length = size.StateLength, gateLength = size.GateLength;
        bool saves = !saved.IsEmpty;
        Span<T> scratch = saves ? default : blocks.Take(size.BlockSteps * gateLength), hiddenGates = blocks.Take(gateLength);
        Shape biasShape = new(size.GateColumns), gateShape = new(size.Batch, size.GateColumns);
        ReadOnlySpan<T> before = initial;
        for (int block = 0; block < size.Blocks; block++)
        {
            (int first, int steps) = size.Block(block);
            Span<T> gates = saves ? saved.Slice(first * gateLength, steps * gateLength) : scratch[..(steps * gateLength)];
            input.Project(first, steps, gates);
            for (int t = first; t < first + steps; t++)
            {
                Span<T> state = states.Slice(t * length, length);
                Broadcast.Copy(in biasShape, bias, in gateShape, hiddenGates, accumulate: false);
                recurrent.Multiply(before, hiddenGates, accumulate: true);
                GruStep<T> step = new(
                    gates.Slice((t - first) * gateLength, gateLength),
                    hiddenGates,
                    before,
                    saves ? saved.Slice((size.Steps * gateLength) + (t * length), length) : default,
                    state,
                    size.Hidden);
                Widest.Run<T, GruStep<T>>(ref step);
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
        scoped ReadOnlySpan<T> saved,
        scoped ReadOnlySpan<T> statesBar,
        SequenceTargets<T> targets)
    {
        AlignedBlocks<T> blocks = default;
        RecurrentProduct<T> recurrent = new(weights, in size, transposed: true, ref blocks);
        int length = size.StateLength, gateLength = size.GateLength;
        ReadOnlySpan<T> recurrentParts = saved[(size.Steps * gateLength)..];
        Span<T> scratch = blocks.Take(size.BlockSteps * gateLength), hiddenScratch = blocks.Take(size.BlockSteps * gateLength), carried = blocks.Take(length);
        carried.Clear();
        for (int block = size.Blocks - 1; block >= 0; block--)
        {
            (int first, int steps) = size.Block(block);
            Span<T> gatesBar = input.Place(first, steps * gateLength, in targets.Source, scratch), hiddenBar = hiddenScratch[..(steps * gateLength)];
            for (int t = first + steps - 1; t >= first; t--)
            {
                int at = (t - first) * gateLength;
                ReadOnlySpan<T> before = t == 0 ? initial : states.Slice((t - 1) * length, length);
                GruStepGradient<T> step = new(
                    statesBar.Slice(t * length, length),
                    carried,
                    saved.Slice(t * gateLength, gateLength),
                    recurrentParts.Slice(t * length, length),
                    before,
                    gatesBar.Slice(at, gateLength),
                    hiddenBar.Slice(at, gateLength),
                    size.Hidden);
                Widest.Run<T, GruStepGradient<T>>(ref step);
                recurrent.Multiply(hiddenBar.Slice(at, gateLength), carried, accumulate: true);
                Vanished.Clear(t, carried);
            }

            StateGradients.AddRecurrentWeights(in size, first, steps, initial, states, hiddenBar, ref targets.RecurrentWeights);
            if (targets.RecurrentBias.IsWanted)
                Reduction.SumTo(
                    new Shape(steps * size.Batch, size.GateColumns),
                    hiddenBar,
                    new Shape(size.GateColumns),
                    targets.RecurrentBias.Values,
                    targets.RecurrentBias.Open());
            input.AddGradients(first, steps, gatesBar, in targets.Source, ref targets.InputWeights, ref targets.InputBias);
        }

        targets.AddState(carried);
    }
}
