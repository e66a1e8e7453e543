using System;
using System.Numerics;
using AutoDiff.Storage;

namespace AutoDiff.Kernels;

// The LSTM's recurrence over a whole sequence. The result holds the state after each step, then the last cell state; what is saved for
// the reverse pass are the gates' activations and then the cell state after each step.
internal static class LstmPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Nothing is saved where `saved` is empty.
    public static void Forward(
        in SequenceSize size,
        in SequenceInput<T> input,
        ReadOnlySpan<T> initial,
        ReadOnlySpan<T> initialCell,
        ReadOnlySpan<T> weights,
        Span<T> result,
        Span<T> saved)
    {
        AlignedBlocks<T> blocks = default;
        RecurrentProduct<T> recurrent = new(weights, in size, transposed: false, ref blocks);
        int length = size.StateLength, gateLength = size.GateLength;
        bool saves = !saved.IsEmpty;
        Span<T> cells = saves ? saved[(size.Steps * gateLength)..] : default;
        Span<T> scratch = saves ? default : blocks.Take(size.BlockSteps * gateLength), last = result[(size.Steps * length)..];
        ReadOnlySpan<T> before = initial, cellBefore = initialCell;
        for (int block = 0; block < size.Blocks; block++)
        {
            (int first, int steps) = size.Block(block);
            Span<T> gates = saves ? saved.Slice(first * gateLength, steps * gateLength) : scratch[..(steps * gateLength)];
            input.Project(first, steps, gates);
            for (int t = first; t < first + steps; t++)
            {
                Span<T> gate = gates.Slice((t - first) * gateLength, gateLength), state = result.Slice(t * length, length), cell = saves ? cells.Slice(t * length, length) : last;
                recurrent.Multiply(before, gate, accumulate: true);
                LstmStep<T> step = new(gate, cellBefore, cell, state, size.Hidden);
                Widest.Run<T, LstmStep<T>>(ref step);
                before = state;
                cellBefore = cell;
            }
        }

        if (saves)
            cellBefore.CopyTo(last);
    }

    public static void Backward(
        in SequenceSize size,
        scoped in SequenceInput<T> input,
        scoped ReadOnlySpan<T> initial,
        scoped ReadOnlySpan<T> initialCell,
        scoped ReadOnlySpan<T> weights,
        scoped ReadOnlySpan<T> result,
        scoped ReadOnlySpan<T> saved,
        scoped ReadOnlySpan<T> resultBar,
        SequenceTargets<T> targets)
    {
        AlignedBlocks<T> blocks = default;
        RecurrentProduct<T> recurrent = new(weights, in size, transposed: true, ref blocks);
        int length = size.StateLength, gateLength = size.GateLength;
        ReadOnlySpan<T> cells = saved[(size.Steps * gateLength)..];
        Span<T> scratch = blocks.Take(size.BlockSteps * gateLength), carried = blocks.Take(length), cellBar = blocks.Take(length);
        carried.Clear();
        resultBar[(size.Steps * length)..].CopyTo(cellBar);
        for (int block = size.Blocks - 1; block >= 0; block--)
        {
            (int first, int steps) = size.Block(block);
            Span<T> gatesBar = input.Place(first, steps * gateLength, in targets.Source, scratch);
            for (int t = first + steps - 1; t >= first; t--)
            {
                Span<T> bar = gatesBar.Slice((t - first) * gateLength, gateLength);
                ReadOnlySpan<T> cellBefore = t == 0 ? initialCell : cells.Slice((t - 1) * length, length);
                LstmStepGradient<T> step = new(
                    resultBar.Slice(t * length, length), carried, cellBar, saved.Slice(t * gateLength, gateLength), cellBefore, cells.Slice(t * length, length), bar, size.Hidden);
                Widest.Run<T, LstmStepGradient<T>>(ref step);
                recurrent.Multiply(bar, carried, accumulate: false);
                Vanished.Clear(t, carried);
                Vanished.Clear(t, cellBar);
            }

            StateGradients.AddRecurrentWeights(in size, first, steps, initial, result, gatesBar, ref targets.RecurrentWeights);
            input.AddGradients(first, steps, gatesBar, in targets.Source, ref targets.InputWeights, ref targets.InputBias);
        }

        targets.AddState(carried);
        targets.AddCell(cellBar);
    }
}
