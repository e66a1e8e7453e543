using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.GradientPenalty;

/// <summary>The penalty's gradient with respect to the weights, which is a second derivative of the critic, beside central differences of the penalty.</summary>
/// <param name="Parameter">Whose weights.</param>
/// <param name="Weights">How many.</param>
/// <param name="Length">The gradient's Euclidean length.</param>
/// <param name="Difference">The length of its difference from the central differences.</param>
public readonly record struct PenaltyCheck(string Parameter, int Weights, double Length, double Difference)
{
    private const double Step = 1e-5;

    /// <summary>Compares all weights of a critic.</summary>
    /// <param name="critic">The critic.</param>
    /// <param name="points">Where slopes are looked at.</param>
    /// <returns>A row for each parameter.</returns>
    public static IReadOnlyList<PenaltyCheck> Of(Critic critic, Points points)
    {
        List<PenaltyCheck> rows = [];
        foreach ((Parameter<double> parameter, double[] gradient) in critic.Parameters.Zip(Gradients(critic, points)))
        {
            double length = 0, difference = 0;
            for (int i = 0; i < gradient.Length; i++)
            {
                double numeric = (Penalty(parameter, i, Step) - Penalty(parameter, i, -Step)) / (2 * Step);
                length += gradient[i] * gradient[i];
                difference += (gradient[i] - numeric) * (gradient[i] - numeric);
            }

            rows.Add(new PenaltyCheck(parameter.Name, gradient.Length, Math.Sqrt(length), Math.Sqrt(difference)));
        }

        return rows;

        double Penalty(Parameter<double> parameter, int weight, double move)
        {
            double before = parameter.Values[weight];
            parameter.Write()[weight] += move;
            using Tape<double> other = new();
            double moved = critic.Penalty(points.Variable(other, points.Between)).Item();
            parameter.Write()[weight] = before;
            return moved;
        }
    }

    private static double[][] Gradients(Critic critic, Points points)
    {
        using Tape<double> tape = new();
        Variable<double> penalty = critic.Penalty(points.Variable(tape, points.Between));
        return [.. tape.Gradient(penalty, [.. critic.Parameters.Select(tape.Use)]).Select(gradient => gradient.ToArray())];
    }
}
