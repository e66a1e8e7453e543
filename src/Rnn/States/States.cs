using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>What can be done with any recurrent state.</summary>
public static class States
{
    // More parts than any state here has; a stack of 16 LSTM layers has 32.
    private const int MaxParts = 64;

    /// <summary>The state as a constant: from here on it acts as an input, and no gradient flows back through it. The numbers are the same.</summary>
    /// <param name="state">A state.</param>
    /// <returns>The same numbers, cut off from what computed them.</returns>
    public static TState DetachState<T, TState>(TState state)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(state.PartCount);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Detach(state[i]);
        return TState.FromParts(parts);
    }

    /// <summary>Sets the rows of a batch to zero that begin anew, whatever was in them, NaN included, and cuts the gradient to what was before for those rows only.</summary>
    /// <param name="state">A state <c>[batch, ...]</c>.</param>
    /// <param name="reset">For each row of the batch, whether it begins anew.</param>
    /// <returns>The state with those rows zero.</returns>
    /// <exception cref="ArgumentException">There are not as many flags as rows.</exception>
    public static TState ResetRows<T, TState>(TState state, ReadOnlySpan<bool> reset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        CheckFlags<T, TState>(state, reset);
        if (!reset.Contains(true))
            return state;
        Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(state.PartCount);
        for (int i = 0; i < parts.Length; i++)
        {
            Variable<T> part = state[i];
            Tape<T> tape = part.Tape;
            parts[i] = Where(Flags(tape, reset, part.Shape), tape.Constant(T.Zero), part);
        }

        return TState.FromParts(parts);
    }

    /// <summary>The rows of a batch with the given numbers, in that order.</summary>
    /// <param name="state">A state <c>[batch, ...]</c>.</param>
    /// <param name="rows">Row numbers; a row may be taken more than once.</param>
    /// <returns>The state of those rows.</returns>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    public static TState SelectRows<T, TState>(TState state, ReadOnlySpan<int> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(state.PartCount);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Gather(state[i], rows);
        return TState.FromParts(parts);
    }

    /// <summary>The same state; gradients that flow back through it are multiplied by a factor.</summary>
    /// <param name="state">A state.</param>
    /// <param name="factor">The factor of the gradient.</param>
    /// <returns>The same numbers, bit for bit.</returns>
    public static TState ScaleGradient<T, TState>(TState state, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(state.PartCount);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = StraightThrough(state[i], factor * state[i]);
        return TState.FromParts(parts);
    }

    /// <summary>
    /// Forgets everything on a tape but two states: one at which the graph is cut, which acts as an input from here on, and a present one, with
    /// what it was computed from since. What lies behind the cut is free memory at once.
    /// </summary>
    /// <param name="tape">The tape.</param>
    /// <param name="cut">The state where later gradients stop.</param>
    /// <param name="present">The state to go on from.</param>
    /// <exception cref="TapeException">As for <see cref="Tape{T}.Sever"/>.</exception>
    public static void Sever<T, TState>(Tape<T> tape, in TState cut, in TState present)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Parts<T> cutBuffer = default, presentBuffer = default;
        Span<Variable<T>> cutParts = cutBuffer.Take(cut.PartCount), presentParts = presentBuffer.Take(present.PartCount);
        for (int i = 0; i < cutParts.Length; i++)
            cutParts[i] = cut[i];
        for (int i = 0; i < presentParts.Length; i++)
            presentParts[i] = present[i];
        tape.Sever(cutParts, presentParts);
    }

    /// <summary>The rows of a batch that begin anew start from another state, and the gradient to what was before is cut for those rows only.</summary>
    /// <param name="state">A state <c>[batch, ...]</c>.</param>
    /// <param name="reset">For each row of the batch, whether it begins anew.</param>
    /// <param name="start">What those rows begin with, of the state's shapes: a cell's initial state, which gets their gradient.</param>
    /// <returns>The state with those rows as they start.</returns>
    /// <exception cref="ArgumentException">There are not as many flags as rows.</exception>
    public static TState ResetRows<T, TState>(TState state, ReadOnlySpan<bool> reset, TState start)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        CheckFlags<T, TState>(state, reset);
        if (!reset.Contains(true))
            return state;
        Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(state.PartCount);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Where(Flags(state[i].Tape, reset, state[i].Shape), start[i], state[i]);
        return TState.FromParts(parts);
    }

    // Zeros of one shape for every part.
    internal static TState Zero<T, TState>(Tape<T> tape, Shape part)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(default(TState).PartCount);
        parts.Fill(tape.Fill(T.Zero, part));
        return TState.FromParts(parts);
    }

    private static void CheckFlags<T, TState>(TState state, ReadOnlySpan<bool> reset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        for (int i = 0; i < state.PartCount; i++)
        {
            Shape shape = state[i].Shape;
            if (shape.Rank == 0 || shape[0] != reset.Length)
                throw RnnErrors.FlagsDoNotFit(nameof(ResetRows), reset.Length, shape);
        }
    }

    // 1 for a row that begins anew, else 0, as a column that stretches over the row's elements.
    private static Variable<T> Flags<T>(Tape<T> tape, ReadOnlySpan<bool> reset, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> flags = reset.Length <= 256 ? stackalloc T[reset.Length] : new T[reset.Length];
        for (int i = 0; i < reset.Length; i++)
            flags[i] = reset[i] ? T.One : T.Zero;
        Span<int> lengths = stackalloc int[Shape.MaxRank];
        lengths.Fill(1);
        lengths[0] = reset.Length;
        return tape.Constant(flags, new Shape(lengths[..shape.Rank]));
    }

    [InlineArray(MaxParts)]
    internal struct Parts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private Variable<T> _first;

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public Span<Variable<T>> Take(int count)
        {
            Span<Variable<T>> all = this;
            return count <= MaxParts ? all[..count] : new Variable<T>[count];
        }
    }
}
