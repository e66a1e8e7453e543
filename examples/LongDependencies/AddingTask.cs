using System;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>
/// The adding problem: T numbers, uniform on [0, 1), two of them marked, one in each half of those before a pause. The answer, at the last step,
/// is the sum of these two; always answering 1 has the mean squared error 1/6.
/// </summary>
/// <remarks>Source: Hochreiter and Schmidhuber 1997, in the form of Le, Jaitly and Hinton 2015, which has no pause.</remarks>
/// <param name="length">T.</param>
/// <param name="pause">Steps at the end without a mark: the least lag.</param>
public sealed class AddingTask(int length, int pause) : LongTask(length)
{
    // What counts as right in the column of its name.
    private const float Near = 0.1f;

    /// <summary>Steps at the end without a mark.</summary>
    public int Pause { get; } = pause;

    /// <inheritdoc/>
    public override int Steps => Length;

    /// <inheritdoc/>
    public override int InputSize => 2;

    /// <inheritdoc/>
    public override int OutputSize => 1;

    /// <inheritdoc/>
    public override int FirstLoss => Length - 1;

    /// <inheritdoc/>
    public override string LossName => "mean squared error";

    /// <inheritdoc/>
    public override double Baseline => 1.0 / 6;

    /// <inheritdoc/>
    public override double Solved => 0.01;

    /// <inheritdoc/>
    public override void Draw(ulong seed, ulong number, TaskBatch batch)
    {
        // Numbers come from streams of even number, places from odd ones.
        Span<float> inputs = batch.Inputs, numbers = inputs[..(inputs.Length / 2)];
        CounterRandom.FillUniform(seed, 2 * number, 0, numbers);
        for (int i = numbers.Length - 1; i >= 0; i--)
            (inputs[2 * i], inputs[(2 * i) + 1]) = (numbers[i], 0);
        int marked = Length - Pause, half = marked / 2;
        for (int row = 0; row < batch.Rows; row++)
        {
            int first = CounterRandom.Below(seed, (2 * number) + 1, 2 * (ulong)row, half);
            int second = half + CounterRandom.Below(seed, (2 * number) + 1, (2 * (ulong)row) + 1, marked - half);
            int one = 2 * ((first * batch.Rows) + row), other = 2 * ((second * batch.Rows) + row);
            (inputs[one + 1], inputs[other + 1]) = (1, 1);
            batch.Targets[row] = inputs[one] + inputs[other];
        }
    }

    /// <inheritdoc/>
    public override Variable<float> Loss(Variable<float> answers, TaskBatch batch, int first) =>
        Losses.SquaredError(Reshape(answers, new Shape(batch.Rows)), answers.Tape.Constant(batch.Targets, new Shape(batch.Rows)), LossReduction.Sum);

    /// <inheritdoc/>
    public override (int Right, int Count) Judge(ReadOnlySpan<float> answers, TaskBatch batch)
    {
        int right = 0;
        for (int row = 0; row < batch.Rows; row++)
            right += Math.Abs(answers[row] - batch.Targets[row]) < Near ? 1 : 0;
        return (right, batch.Rows);
    }
}
