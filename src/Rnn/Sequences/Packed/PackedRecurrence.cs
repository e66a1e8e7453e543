using System;
using System.Buffers;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// Running a cell over rows of several lengths: no work is done on padding, a row's state stays as it was after its own last step, and every row comes out as it
/// would alone.
/// </summary>
public static class PackedRecurrence
{
    /// <summary>Runs a cell over packed inputs. The inputs' products are done for all real steps at once.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="packed">The inputs <c>[places, inputs]</c> of the steps to run.</param>
    /// <param name="rows">The rows, or some of their steps.</param>
    /// <param name="state">The state before the first of the steps, a row for every row, empty ones included.</param>
    /// <param name="final">The state of each row after its last step here; of a row without one, <paramref name="state"/>'s.</param>
    /// <param name="reset">
    /// For each place, whether its row begins anew before that step: its state is the initial one then, and the gradient to what was before stops for that row
    /// only. Empty for never.
    /// </param>
    /// <param name="noise">What the rows' first step draws from while training; <c>default</c> in evaluation. Masks are those of the padded run.</param>
    /// <returns>The outputs <c>[places, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs or the flags do not fit the rows, or the state has another batch size.</exception>
    /// <remarks>
    /// Between two ends of rows the rows that are left run as one batch, a cell that can (<see cref="ISequenceCell{T, TState}"/>) in one operation. Rows are sorted and put back
    /// inside. Without any step, outputs are <c>[0, outputs]</c>.
    /// </remarks>
    public static Variable<T> UnrollPacked<T, TState>(
        this ICell<T, TState> cell,
        Variable<T> packed,
        PackedSegment rows,
        in TState state,
        out TState final,
        ReadOnlySpan<bool> reset = default,
        Noise noise = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Shape shape = packed.Shape;
        if (shape.Rank != 2 || shape[0] != rows.Count || shape[1] != cell.InputSize)
            throw PackedErrors.PackedInputs(nameof(UnrollPacked), shape, rows.Count, cell.InputSize);
        Check<T, TState>(nameof(UnrollPacked), rows, in state, reset);

        // One batch from the first step to the last: the cell does the inputs' products as it likes.
        bool isOneRun = rows.Count > 0 && rows.Rows.EndOfStretch(rows.Start, rows.End) == rows.End;
        return Run(cell, isOneRun ? packed : cell.Project(packed), !isOneRun, rows, in state, out final, reset, noise);
    }

    /// <summary>Runs a cell over packed inputs whose products are done.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="projected">What the cell's <c>Project</c> made of the packed inputs, <c>[places, any]</c>.</param>
    /// <param name="rows">The rows, or some of their steps.</param>
    /// <param name="state">The state before the first of the steps, a row for every row.</param>
    /// <param name="final">The state of each row after its last step here.</param>
    /// <param name="reset">For each place, whether its row begins anew before that step; empty for never.</param>
    /// <param name="noise">What the rows' first step draws from while training; <c>default</c> in evaluation. Masks are those of the padded run.</param>
    /// <returns>The outputs <c>[places, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The products or the flags do not fit the rows, or the state has another batch size.</exception>
    public static Variable<T> UnrollPackedProjected<T, TState>(
        this ICell<T, TState> cell,
        Variable<T> projected,
        PackedSegment rows,
        in TState state,
        out TState final,
        ReadOnlySpan<bool> reset = default,
        Noise noise = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Shape shape = projected.Shape;
        if (shape.Rank != 2 || shape[0] != rows.Count)
            throw PackedErrors.PackedShape(nameof(UnrollPackedProjected), shape, rows.Count);
        Check<T, TState>(nameof(UnrollPackedProjected), rows, in state, reset);
        return Run(cell, projected, isProjected: true, rows, in state, out final, reset, noise);
    }

    /// <summary>Runs a cell over padded inputs of rows of several lengths. Padding is not read, and outputs there are zero.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c> or <c>[batch, time, inputs]</c>.</param>
    /// <param name="rows">How long each row is.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="final">The state of each row after its own last step; of an empty row, <paramref name="state"/>'s.</param>
    /// <param name="reset">For each step and row, in the inputs' layout, whether the row begins anew before that step; empty for never.</param>
    /// <param name="layout">Which of the two the inputs are, and the outputs.</param>
    /// <param name="noise">What the rows' first step draws from while training; <c>default</c> in evaluation. Masks are those of the padded run.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c> or <c>[batch, time, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs or the flags do not fit the rows, the state has another batch size, or there is no such layout.</exception>
    public static Variable<T> Unroll<T, TState>(
        this ICell<T, TState> cell,
        Variable<T> inputs,
        PackedRows rows,
        in TState state,
        out TState final,
        ReadOnlySpan<bool> reset = default,
        SequenceLayout layout = SequenceLayout.TimeFirst,
        Noise noise = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Variable<T> packed = rows.Pack(inputs, layout);
        int steps = inputs.Shape[layout == SequenceLayout.TimeFirst ? 0 : 1];
        if (reset.IsEmpty)
            return rows.Unpack(cell.UnrollPacked(packed, rows, in state, out final, noise: noise), layout, steps);
        if (reset.Length != (long)steps * rows.RowCount)
            throw RnnErrors.ResetFlags(nameof(Unroll), reset.Length, steps, rows.RowCount);
        bool[] flags = ArrayPool<bool>.Shared.Rent(rows.Count);
        try
        {
            Span<bool> places = flags.AsSpan(0, rows.Count);
            rows.Pack(reset, places, layout);
            return rows.Unpack(cell.UnrollPacked(packed, rows, in state, out final, places, noise), layout, steps);
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(flags);
        }
    }

    /// <summary>One step of some of the rows, whichever they are; the others skip it: their states stay, their outputs are zero, and their inputs are not read.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="input">The input <c>[batch, inputs]</c>.</param>
    /// <param name="state">The state before the step.</param>
    /// <param name="active">For each row, whether it makes the step.</param>
    /// <returns>The output <c>[batch, outputs]</c>, and the state after the step.</returns>
    /// <exception cref="ArgumentException">There are not as many flags as rows, or the state has another batch size.</exception>
    /// <remarks>Here a mask may have holes: a row can pause and go on. No work is done for rows that skip.</remarks>
    public static (Variable<T> Output, TState Next) StepRows<T, TState>(this ICell<T, TState> cell, Variable<T> input, in TState state, ReadOnlySpan<bool> active)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        if (input.Shape.Rank == 0 || input.Shape[0] != active.Length)
            throw RnnErrors.StepFlags(nameof(StepRows), active.Length, input.Shape);
        RnnErrors.CheckBatch<T, TState>(nameof(StepRows), in state, active.Length);
        if (!active.Contains(false))
            return cell.Step(input, in state);
        int[] rented = ArrayPool<int>.Shared.Rent(2 * active.Length);
        try
        {
            // The rows that step, and where each row is found among them followed by all rows as they were.
            Span<int> stepping = rented.AsSpan(0, active.Length), found = rented.AsSpan(active.Length, active.Length);
            int count = active.Count(true);
            for (int row = 0, next = 0; row < active.Length; row++)
            {
                found[row] = active[row] ? next : count + row;
                if (active[row])
                    stepping[next++] = row;
            }

            stepping = stepping[..count];
            if (count == 0)
                return (input.Tape.Fill(T.Zero, new Shape(active.Length, cell.OutputSize)), state);
            (Variable<T> output, TState after) = cell.Step(Gather(input, stepping), States.SelectRows<T, TState>(state, stepping));
            TState joined = StateRows.ConcatenateFromLast<T, TState>([state, after]);
            return (ScatterAdd(output, stepping, active.Length), States.SelectRows<T, TState>(joined, found));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    private static void Check<T, TState>(string operation, PackedSegment rows, in TState state, ReadOnlySpan<bool> reset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        RnnErrors.CheckBatch<T, TState>(operation, in state, rows.Rows.RowCount);
        if (!reset.IsEmpty && reset.Length != rows.Count)
            throw PackedErrors.ValueCount(operation, "the reset flags do not fit", reset.Length, rows.Count, "one for each place");
    }

    // From one end of a row to the next, the rows that are left are a batch of their own.
    private static Variable<T> Run<T, TState>(
        ICell<T, TState> cell,
        Variable<T> values,
        bool isProjected,
        PackedSegment rows,
        in TState state,
        out TState final,
        ReadOnlySpan<bool> reset,
        Noise noise)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        final = state;
        if (rows.Count == 0)
            return values.Tape.Fill(T.Zero, new Shape(0, cell.OutputSize));
        PackedRows plan = rows.Rows;
        Variable<T>[] outputs = ArrayPool<Variable<T>>.Shared.Rent(rows.End - rows.Start);
        TState[] ended = ArrayPool<TState>.Shared.Rent(rows.End - rows.Start + 1);
        try
        {
            int runs = 0, ends = 0, columns = values.Shape[1];
            TState current = plan.IsSorted ? state : States.SelectRows<T, TState>(state, plan.Order);
            CutOff<T, TState>(ref current, plan.RowCount, plan.ActiveRows(rows.Start), ended, ref ends);
            for (int t = rows.Start; t < rows.End;)
            {
                int end = plan.EndOfStretch(t, rows.End), active = plan.ActiveRows(t), first = plan.StartOf(t) - rows.First, count = plan.StartOf(end) - plan.StartOf(t);
                Variable<T> run = Reshape(Slice(values, 0, first, count), new Shape(end - t, active, columns));
                ReadOnlySpan<bool> flags = reset.IsEmpty ? reset : reset.Slice(first, count);
                Noise own = noise.Of(plan).Later(t);
                Variable<T> output = isProjected ? cell.UnrollProjected(run, in current, out TState next, flags, own) : cell.Unroll(run, in current, out next, flags, own);
                outputs[runs++] = Rows(output);
                current = next;
                CutOff<T, TState>(ref current, active, end < rows.End ? plan.ActiveRows(end) : 0, ended, ref ends);
                t = end;
            }

            TState byRank = StateRows.ConcatenateFromLast<T, TState>(ended.AsSpan(0, ends));
            final = plan.IsSorted ? byRank : States.SelectRows<T, TState>(byRank, plan.Ranks);
            return Concatenate(0, outputs.AsSpan(0, runs));
        }
        finally
        {
            ArrayPool<Variable<T>>.Shared.Return(outputs, clearArray: true);
            ArrayPool<TState>.Shared.Return(ended, clearArray: true);
        }
    }

    // Sets the shortest of the rows aside, which are at their end.
    private static void CutOff<T, TState>(ref TState current, int rows, int left, TState[] ended, ref int ends)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        if (left == rows)
            return;
        ended[ends++] = left == 0 ? current : StateRows.Slice<T, TState>(in current, left, rows - left);
        if (left > 0)
            current = StateRows.Slice<T, TState>(in current, 0, left);
    }
}
