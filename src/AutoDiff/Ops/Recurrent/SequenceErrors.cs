using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using AutoDiff.Kernels;

namespace AutoDiff;

// The shape rule of the operations on whole sequences, and its errors.
internal static class SequenceErrors
{
    // Inputs: source, `states` states, recurrent weights (and bias), input weights and bias as far as given.
    public static void Check<T>(string operation, in Operands<T> inputs, int states, int first, int gates)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly Shape source = ref inputs[0], state = ref inputs[1], weights = ref inputs[states + 1];
        bool fits = source.Rank == 3 && source[0] > 0 && state.Rank == 2 && state[0] == source[1];
        fits = fits && weights.Rank == 2 && weights[0] == state[1] && weights[1] == (long)gates * state[1];
        for (int i = 2; fits && i <= states; i++)
            fits = inputs[i] == state;
        if (fits && first > states + 2)
            fits = inputs[states + 2].Rank == 1 && inputs[states + 2][0] == weights[1];
        if (fits && inputs.Count <= first)
            fits = source[2] == weights[1];
        if (fits && inputs.Count > first)
            fits = inputs[first].Rank == 2 && inputs[first][0] == source[2] && inputs[first][1] == weights[1];
        if (fits && inputs.Count > first + 1)
            fits = inputs[first + 1].Rank == 1 && inputs[first + 1][0] == weights[1];
        if (!fits)
            Misfit(operation, in inputs, states, first, gates);

        // What a block of steps works on.
        CheckLength(operation, in inputs, Math.Max(Math.Min((long)source[0] * state[0], SequenceSize.BlockRows), state[0]) * weights[1]);
    }

    // Elements that lie in one piece of memory.
    public static void CheckLength<T>(string operation, in Operands<T> inputs, long elements)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (elements > Array.MaxLength)
            TooLong(operation, inputs[0], inputs[1], elements);
    }

    [DoesNotReturn]
    private static void TooLong(string operation, Shape source, Shape state, long elements) => throw new ArgumentException(
        $"{operation}: too many elements: inputs {source} with states {state} take {elements} for their gates; need at most {Array.MaxLength} in one piece of memory. "
            + "Split the batch, or the sequence.");

    [DoesNotReturn]
    private static void Misfit<T>(string operation, in Operands<T> inputs, int states, int first, int gates)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        StringBuilder given = new();
        for (int i = 0; i < inputs.Count; i++)
            given.Append(
                i == 0 ? "inputs "
                    : i <= states ? ", state "
                    : i == states + 1 ? ", recurrent weights "
                    : i < first ? ", recurrent bias "
                    : i == first ? ", input weights "
                    : ", bias ").Append(inputs[i]);
        string columns = gates == 1 ? "hidden" : $"{gates} · hidden";
        string wanted = inputs.Count > first
            ? $"inputs [time, batch, inputs] with weights [inputs, {columns}] and a bias [{columns}]"
            : $"projected inputs [time, batch, {columns}]";
        throw new ArgumentException(
            $"{operation}: the shapes do not fit: {given}; need at least one step, {wanted}, states [batch, hidden] and recurrent weights [hidden, "
                + $"{columns}].");
    }
}
