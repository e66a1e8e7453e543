using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.Sandwich;

/// <summary>
/// A recurrent layer between two dense ones: <c>a_t = tanh(x_t W1 + b1)</c>, <c>h_t = tanh(a_t W2 + h_(t-1) R + b2)</c>, <c>y_t = tanh(h_t W3 + b3)</c>, with the loss
/// <c>sum of (y_t - d_t)² / 2</c> over all steps, rows and features, whose derivative by y is <c>y - d</c>.
/// </summary>
public sealed class Network : IModule<double>
{
    /// <summary>Makes a network with random weights.</summary>
    /// <param name="seed">Decides them.</param>
    public Network(int seed)
    {
        RandomStream random = new((ulong)seed);
        First = new Linear<double>(Sizes.Inputs, Sizes.First, random, name: "first");
        Recurrent = new ElmanCell<double>(Sizes.First, Sizes.Hidden, random, name: "recurrent");
        Last = new Linear<double>(Sizes.Hidden, Sizes.Outputs, random, name: "last");
        Parameters = [.. First.Parameters, .. Recurrent.Parameters, .. Last.Parameters];
    }

    /// <summary>The dense layer before.</summary>
    public Linear<double> First { get; }

    /// <summary>The recurrent layer.</summary>
    public ElmanCell<double> Recurrent { get; }

    /// <summary>The dense layer behind.</summary>
    public Linear<double> Last { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<double>> Parameters { get; }

    /// <summary>Runs an interval.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="data">What goes in and what should come out.</param>
    /// <param name="adjoints">What notes the adjoints on their way back; null for nobody.</param>
    /// <returns>The loss.</returns>
    public Variable<double> Loss(Tape<double> tape, Data data, Adjoints? adjoints = null)
    {
        HiddenState<double> state = Recurrent.InitialState(tape, Sizes.Batch);
        Variable<double> loss = tape.Constant(0);
        for (int t = 0; t < data.Steps; t++)
        {
            Variable<double> a = Tanh(First.Forward(tape.Constant(data.Inputs(t), new Shape(Sizes.Batch, Sizes.Inputs))));
            if (adjoints is not null)
                a = adjoints.OnTheWayTo(AdjointKind.ToFirst, t, a);
            (Variable<double> h, state) = Recurrent.Step(a, in state);
            if (adjoints is not null)
            {
                // One state, two ways on: to the loss of this step and to the next step.
                h = adjoints.OnTheWayTo(AdjointKind.Sum, t, h);
                state = new HiddenState<double>(adjoints.OnTheWayTo(AdjointKind.FromNextStep, t, h));
                h = adjoints.OnTheWayTo(AdjointKind.FromLoss, t, h);
            }

            Variable<double> y = Tanh(Last.Forward(h));
            if (adjoints is not null)
                y = adjoints.OnTheWayTo(AdjointKind.OfLoss, t, y);
            loss += SumOfSquares(y - tape.Constant(data.Targets(t), new Shape(Sizes.Batch, Sizes.Outputs))) / 2;
        }

        return loss;
    }
}
