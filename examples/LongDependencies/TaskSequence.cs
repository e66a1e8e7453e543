using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>Sequences of a task as a model reads and answers them: what the truncation policies run.</summary>
/// <typeparam name="TState">The cell's state.</typeparam>
/// <param name="cell">The cell.</param>
/// <param name="output">From its output to an answer.</param>
/// <param name="task">The task.</param>
/// <param name="batch">The sequences.</param>
public sealed class TaskSequence<TState>(ICell<float, TState> cell, Linear<float> output, LongTask task, TaskBatch batch) : ISequence<float, TState>
    where TState : struct, IState<TState, float>
{
    /// <summary>The sequences.</summary>
    public TaskBatch Batch => batch;

    /// <inheritdoc/>
    public int Steps => task.Steps;

    /// <inheritdoc/>
    public TState InitialState(Tape<float> tape) => cell.InitialState(tape, batch.Rows);

    /// <inheritdoc/>
    public int TargetCount(int from, int end) => batch.Rows * Math.Max(0, end - Math.Max(from, task.FirstLoss));

    /// <inheritdoc/>
    public Variable<float> Run(Tape<float> tape, in TState state, Segment segment, out TState next)
    {
        if (TargetCount(segment.FirstLoss, segment.End) == 0)
        {
            Outputs(tape, in state, segment, out next);
            return default;
        }

        int first = Math.Max(segment.FirstLoss, task.FirstLoss);
        return task.Loss(Answers(tape, in state, segment with { FirstLoss = first }, out next), batch, first);
    }

    /// <summary>Runs a segment and answers at the steps with a loss.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="state">The state before it.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="next">The state after it.</param>
    /// <returns>The answers <c>[steps · rows, outputs]</c>.</returns>
    public Variable<float> Answers(Tape<float> tape, in TState state, Segment segment, out TState next)
    {
        Variable<float> outputs = Outputs(tape, in state, segment, out next);
        int answers = segment.End - segment.FirstLoss;
        if (answers < segment.Steps)
            outputs = Slice(outputs, 0, segment.FirstLoss - segment.Start, answers);
        return output.Forward(Reshape(outputs, new Shape(answers * batch.Rows, cell.OutputSize)));
    }

    private Variable<float> Outputs(Tape<float> tape, in TState state, Segment segment, out TState next)
    {
        int step = batch.Rows * task.InputSize;
        Variable<float> inputs = tape.Constant(batch.Inputs.Slice(segment.Start * step, segment.Steps * step), new Shape(segment.Steps, batch.Rows, task.InputSize));
        return cell.Unroll(inputs, in state, out next);
    }
}
