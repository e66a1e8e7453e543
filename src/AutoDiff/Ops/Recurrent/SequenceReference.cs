using System;

namespace AutoDiff;

// The recurrence on plain arrays that judges the operations on whole sequences: one row and one step at a time.
internal static class SequenceReference
{
    // One row's step: its inputs' part of the gates, the state before, and where the state after goes.
    public delegate void Step(ReadOnlySpan<double> gates, ReadOnlySpan<double> before, Span<double> after);

    // `states` are those before the first step, of `width` elements a row; gives back those after each step.
    public static double[] Run(double[][] values, int steps, int batch, int inputs, int hidden, int gates, int first, double[] states, Step step)
    {
        int columns = gates * hidden, width = batch == 0 ? hidden : states.Length / batch;
        double[] after = new double[steps * batch * width], gate = new double[columns];
        for (int t = 0; t < steps; t++)
        {
            for (int row = 0; row < batch; row++)
            {
                int at = (t * batch) + row;
                for (int j = 0; j < columns; j++)
                {
                    gate[j] = inputs == 0 ? values[0][(at * columns) + j] : values.Length > first + 1 ? values[first + 1][j] : 0;
                    for (int k = 0; k < inputs; k++)
                        gate[j] += values[0][(at * inputs) + k] * values[first][(k * columns) + j];
                }

                ReadOnlySpan<double> before = t == 0 ? states.AsSpan(row * width, width) : after.AsSpan((at - batch) * width, width);
                step(gate, before, after.AsSpan(at * width, width));
            }
        }

        return after;
    }
}
