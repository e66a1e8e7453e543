using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.InfluenceBalancing;

/// <summary>
/// The influence-balancing network: <c>s' = A s + theta b</c>, where every unit takes half of itself and half of the next one, and theta pushes the first
/// <c>p</c> units up and the others down. The loss of each step is <c>(s_1 - 1)² / 2</c>.
/// </summary>
/// <remarks>
/// What theta does to the first unit soon is the opposite of what it does in the end: the first units push it up, the more numerous later
/// ones down. At rest <c>s_1 = 2 theta (2p - n)</c>. Source: Tallec and Ollivier 2017, "Unbiasing truncated backpropagation through time".
/// </remarks>
public sealed class Network : ISequence<double, HiddenState<double>>
{
    /// <summary>How many units there are, and how many of them are pushed up.</summary>
    public const int Units = 23, Up = 10;

    /// <summary>Where theta starts, and beyond which size a run counts as diverged.</summary>
    public const double Start = 0.5, Diverged = 100;

    /// <summary>The theta at which the state at rest has no loss: <c>1 / (2 (2p - n))</c>.</summary>
    public const double Best = 1.0 / (2 * ((2 * Up) - Units));

    private readonly double[] _mixing = new double[Units * Units];
    private readonly double[] _push = new double[Units];

    /// <summary>Makes a network that runs for some steps.</summary>
    /// <param name="steps">How many.</param>
    public Network(int steps)
    {
        Steps = steps;
        for (int unit = 0; unit < Units; unit++)
        {
            // A state is a row: column j says what unit j takes.
            _mixing[(unit * Units) + unit] = 0.5;
            if (unit + 1 < Units)
                _mixing[((unit + 1) * Units) + unit] = 0.5;
            _push[unit] = unit < Up ? 1 : -1;
        }
    }

    /// <summary>The one weight.</summary>
    public Parameter<double> Theta { get; } = new("theta", Shape.Scalar, [Start]);

    /// <inheritdoc/>
    public int Steps { get; }

    /// <summary>Called before each step with its number and theta; a run ends where it throws.</summary>
    public Action<int, double> Watch { get; set; } = static (_, _) => { };

    /// <inheritdoc/>
    public HiddenState<double> InitialState(Tape<double> tape) => new(tape.Fill(1, new Shape(1, Units)));

    /// <inheritdoc/>
    public int TargetCount(int from, int end) => end - from;

    /// <inheritdoc/>
    public Variable<double> Run(Tape<double> tape, in HiddenState<double> state, Segment segment, out HiddenState<double> next)
    {
        Variable<double> mixing = tape.Constant(_mixing, new Shape(Units, Units)), push = tape.Constant(_push, new Shape(1, Units)), units = state.Hidden, losses = default;
        for (int step = segment.Start; step < segment.End; step++)
        {
            units = Ops.Affine(units, mixing, tape.Use(Theta) * push);
            if (step < segment.FirstLoss)
                continue;
            Watch(step, Theta.Values[0]);
            Variable<double> loss = 0.5 * Ops.Square(Ops.Select(units, 1, 0) - 1);
            losses = losses == default ? loss : losses + loss;
        }

        next = new HiddenState<double>(units);
        return losses == default ? default : Ops.Sum(losses);
    }
}
