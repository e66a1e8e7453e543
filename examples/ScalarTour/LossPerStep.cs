using System;
using System.Linq;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.ScalarTour;

/// <summary>
/// A chain of steps with a loss at each, as a recurrent network has: <c>s_t = sin(s_(t-1)), loss_t = s_t^2</c>. A step is one edge,
/// so that the tape's pushes count how often steps are visited, once the one push of each loss into its own step is taken off.
/// </summary>
/// <param name="Steps">The length of the chain.</param>
/// <param name="PushesTogether">Pushes of one backward sweep from all losses.</param>
/// <param name="PushesEach">Pushes of one backward sweep per loss, added up.</param>
/// <param name="LargestDifference">How far the two slopes are apart, relative to the slope.</param>
public readonly record struct LossPerStep(int Steps, long PushesTogether, long PushesEach, double LargestDifference)
{
    /// <summary>How often a step is visited by the one sweep.</summary>
    public long VisitsTogether => PushesTogether - Steps;

    /// <summary>How often a step is visited by one sweep per loss.</summary>
    public long VisitsEach => PushesEach - Steps;

    /// <summary>Runs both ways and counts.</summary>
    /// <param name="steps">The length of the chain.</param>
    public static LossPerStep Measure(int steps)
    {
        using Tape<double> tape = new();
        Variable<double> start = tape.Variable(0.5), state = start, one = tape.Constant(1);
        Variable<double>[] losses = new Variable<double>[steps];
        for (int t = 0; t < steps; t++)
        {
            state = Sin(state);
            losses[t] = Square(state);
        }

        double together = tape.Vjp(losses, [.. losses.Select(_ => one)], [start])[0].Item();
        long pushesTogether = tape.Counters.Pushes, pushesEach = 0;
        double each = 0;
        foreach (Variable<double> loss in losses)
        {
            each += tape.Gradient(loss, start).Item();
            pushesEach += tape.Counters.Pushes;
        }

        return new LossPerStep(steps, pushesTogether, pushesEach, Math.Abs((together - each) / together));
    }
}
