using System;
using System.Linq;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Rnn.Support;

// h[t] = tanh(w h[t-1] + x[t]) with the loss (h[t] - y[t])² at every step: small enough to be differentiated by hand.
internal sealed class ScalarSequence : ISequence<double, HiddenState<double>>
{
    public ScalarSequence(int steps, int seed, double w = 0.7)
    {
        Random random = new(seed);
        X = Numbers.Draw(random, steps);
        Y = Numbers.Draw(random, steps);
        Weight = new Parameter<double>("w", Shape.Scalar, [w]);
    }

    public Parameter<double> Weight { get; }

    public double W => Weight.Values[0];

    public double[] X { get; }

    public double[] Y { get; }

    public int Steps => X.Length;

    // The first step whose outputs a loss says that it reads, by default its own.
    public Func<int, int> Reads { get; init; } = step => step;

    public Func<int, bool> Counts { get; set; } = _ => true;

    // A learned start; none for 0.
    public Parameter<double>? Start { get; init; }

    public HiddenState<double> InitialState(Tape<double> tape) => new(Start is null ? tape.Constant(0.0) : tape.Use(Start));

    public int TargetCount(int from, int end) => Enumerable.Range(from, end - from).Count(Counts);

    public int FirstStepRead(int from, int end) => Enumerable.Range(from, end - from).Where(Counts).Select(Reads).DefaultIfEmpty(from).Min();

    public Variable<double> Run(Tape<double> tape, in HiddenState<double> state, Segment segment, out HiddenState<double> next)
    {
        Variable<double> h = state.Hidden, loss = default;
        for (int t = segment.Start; t < segment.End; t++)
        {
            h = Tanh((tape.Use(Weight) * h) + X[t]);
            if (t < segment.FirstLoss || !Counts(t))
                continue;
            Variable<double> one = Square(h - Y[t]);
            loss = loss == default ? one : loss + one;
        }

        next = new(h);
        return loss;
    }
}
