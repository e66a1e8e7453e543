using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff.Kernels;

// The gradient of the recurrent weights, h of the step before transposed times the gates' cotangents, for a block of steps at once.
internal static class StateGradients
{
    // `states` are those after each step of the whole sequence; the one before the first step is apart from them.
    public static void AddRecurrentWeights<T>(
        in SequenceSize size,
        int first,
        int steps,
        scoped ReadOnlySpan<T> initial,
        scoped ReadOnlySpan<T> states,
        scoped ReadOnlySpan<T> gatesBar,
        ref Target<T> weightsBar)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!weightsBar.IsWanted)
            return;
        if (first == 0)
        {
            Add(in size, 1, initial, gatesBar[..size.GateLength], ref weightsBar);
            gatesBar = gatesBar[size.GateLength..];
            first = 1;
            steps--;
        }

        if (steps > 0)
            Add(in size, steps, states[((first - 1) * size.StateLength)..], gatesBar, ref weightsBar);
    }

    private static void Add<T>(in SequenceSize size, int steps, scoped ReadOnlySpan<T> before, scoped ReadOnlySpan<T> gatesBar, ref Target<T> weightsBar)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = size.GateColumns, rows = steps * size.Batch;
        MatrixProduct.Multiply(
            size.Hidden, columns, rows, before[..(rows * size.Hidden)], size.Hidden, true, gatesBar, columns, false, weightsBar.Values, columns,
            weightsBar.Open());
    }
}
