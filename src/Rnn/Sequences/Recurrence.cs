using System;
using System.Buffers;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>Running a cell over a sequence: the recurrent network is nothing but the unrolled graph.</summary>
public static class Recurrence
{
    /// <summary>Runs a cell over a sequence of inputs. The inputs' products are done for all steps at once.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c>.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="final">The state after the last step.</param>
    /// <param name="reset">
    /// For each step and row, time first, whether the row begins anew before that step: its state is the initial one then, and the gradient to what was before
    /// stops for that row only. Empty for never.
    /// </param>
    /// <param name="noise">What the first step draws from while training; <c>default</c> in evaluation.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">
    /// The inputs are not <c>[time, batch, inputs]</c>, there is no step, the state has another batch size, or the flags do not fit.
    /// </exception>
    /// <remarks>Cost: <c>time</c> steps forward, and backward a number of operations linear in <c>time</c>. Memory: all steps' values, until the tape is reset.</remarks>
    public static Variable<T> Unroll<T, TState>(
        this ICell<T, TState> cell, Variable<T> inputs, in TState state, out TState final, ReadOnlySpan<bool> reset = default, Noise noise = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Shape shape = inputs.Shape;
        if (shape.Rank != 3 || shape[2] != cell.InputSize)
            throw RnnErrors.InputShape(nameof(Unroll), shape, cell.InputSize);
        Check<T, TState>(nameof(Unroll), shape, in state, reset);
        if (cell is not ISequenceCell<T, TState> whole || shape[0] == 1 || StepObserver<T>.IsWatching)
            return cell.UnrollProjected(cell.Project(inputs), in state, out final, reset, noise);
        return RunBetweenResets(whole, inputs, isProjected: false, in state, out final, reset, noise);
    }

    /// <summary>Runs a cell over a sequence in either layout.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c> or <c>[batch, time, inputs]</c>.</param>
    /// <param name="layout">Which of the two the inputs are, and the outputs.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="final">The state after the last step.</param>
    /// <param name="noise">What the first step draws from while training; <c>default</c> in evaluation.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c> or <c>[batch, time, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs are of another shape, there is no step, no such layout, or the state has another batch size.</exception>
    /// <remarks>The cells read time first: with the batch first, inputs and outputs are copied once each.</remarks>
    public static Variable<T> Unroll<T, TState>(this ICell<T, TState> cell, Variable<T> inputs, SequenceLayout layout, in TState state, out TState final, Noise noise = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T> =>
        Layouts.Turned(cell.Unroll(Layouts.Turned(inputs, layout, nameof(Unroll), cell.InputSize), in state, out final, noise: noise), layout);

    /// <summary>Runs a cell over a sequence whose inputs' products are done.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="projected">What the cell's <c>Project</c> made of the inputs, <c>[time, batch, any]</c>.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="final">The state after the last step.</param>
    /// <param name="reset">For each step and row, time first, whether the row begins anew before that step; empty for never.</param>
    /// <param name="noise">What the first step draws from while training; <c>default</c> in evaluation.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The products are not <c>[time, batch, any]</c>, there is no step, the state has another batch size, or the flags do not fit.</exception>
    public static Variable<T> UnrollProjected<T, TState>(
        this ICell<T, TState> cell, Variable<T> projected, in TState state, out TState final, ReadOnlySpan<bool> reset = default, Noise noise = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Shape shape = projected.Shape;
        if (shape.Rank != 3)
            throw RnnErrors.ProjectedShape(nameof(UnrollProjected), shape);
        Check<T, TState>(nameof(UnrollProjected), shape, in state, reset);
        if (cell is ISequenceCell<T, TState> whole && shape[0] > 1 && !StepObserver<T>.IsWatching)
            return RunBetweenResets(whole, projected, isProjected: true, in state, out final, reset, noise);
        int steps = shape[0], batch = shape[1];
        if (steps == 1)
            return OneStep(cell, projected, reset.IsEmpty ? state : BeginAnew(cell, projected.Tape, state, reset), noise, out final);
        Variable<T>[] outputs = ArrayPool<Variable<T>>.Shared.Rent(steps);
        try
        {
            TState current = state;
            for (int t = 0; t < steps; t++)
            {
                if (!reset.IsEmpty)
                    current = BeginAnew(cell, projected.Tape, current, reset.Slice(t * batch, batch));
                Variable<T> step = Select(projected, 0, t);
                outputs[t] = cell.Advance(step, in current, noise.Later(t), out TState next);
                StepObserver<T>.Saw(cell, step, in next);
                current = next;
            }

            final = current;
            return Stack(0, outputs.AsSpan(0, steps));
        }
        finally
        {
            ArrayPool<Variable<T>>.Shared.Return(outputs, clearArray: true);
        }
    }

    private static Variable<T> OneStep<T, TState>(ICell<T, TState> cell, Variable<T> projected, in TState state, Noise noise, out TState final)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Variable<T> step = Select(projected, 0, 0), output = cell.Advance(step, in state, noise, out final);
        StepObserver<T>.Saw(cell, step, in final);
        return Reshape(output, output.Shape.Insert(0, 1));
    }

    private static void Check<T, TState>(string operation, Shape inputs, in TState state, ReadOnlySpan<bool> reset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        int steps = inputs[0], batch = inputs[1];
        if (steps == 0)
            throw RnnErrors.NoSteps(operation);
        if (!reset.IsEmpty && reset.Length != (long)steps * batch)
            throw RnnErrors.ResetFlags(operation, reset.Length, steps, batch);
        RnnErrors.CheckBatch<T, TState>(operation, in state, batch);
    }

    private static TState BeginAnew<T, TState>(ICell<T, TState> cell, Tape<T> tape, TState state, ReadOnlySpan<bool> reset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T> =>
        reset.Contains(true) ? States.ResetRows<T, TState>(state, reset, cell.InitialState(tape, reset.Length)) : state;

    // Whole runs of steps before which no row begins anew.
    private static Variable<T> RunBetweenResets<T, TState>(
        ISequenceCell<T, TState> cell, Variable<T> inputs, bool isProjected, in TState state, out TState final, ReadOnlySpan<bool> reset, Noise noise)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        if (!reset.Contains(true))
            return isProjected ? cell.RunProjected(inputs, in state, noise, out final) : cell.Run(inputs, in state, noise, out final);
        int steps = inputs.Shape[0], batch = inputs.Shape[1], count = 0;
        Variable<T>[] outputs = ArrayPool<Variable<T>>.Shared.Rent(steps);
        try
        {
            TState current = state;
            for (int first = 0; first < steps;)
            {
                int flagged = reset[((first + 1) * batch)..].IndexOf(true), length = flagged < 0 ? steps - first : 1 + (flagged / batch);
                current = BeginAnew(cell, inputs.Tape, current, reset.Slice(first * batch, batch));
                Variable<T> run = Slice(inputs, 0, first, length);
                outputs[count++] = isProjected ? cell.RunProjected(run, in current, noise.Later(first), out TState next) : cell.Run(run, in current, noise.Later(first), out next);
                current = next;
                first += length;
            }

            final = current;
            return Concatenate(0, outputs.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<Variable<T>>.Shared.Return(outputs, clearArray: true);
        }
    }
}
