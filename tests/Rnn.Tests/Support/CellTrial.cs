using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// A sequence with a cell of some kind and random sizes, whose gradient is taken by a policy, and by the definition of one.
internal abstract class CellTrial
{
    public abstract int Steps { get; }

    public abstract Parameter<double>[] Parameters { get; }

    public double[] Gradients => Numbers.Gradients(Parameters);

    public static CellTrial Make(CellKind kind, int seed, int steps = 0, int batch = 0)
    {
        Random random = new(seed);
        int inputs = random.Next(1, 4), hidden = random.Next(1, 5);
        steps = steps > 0 ? steps : random.Next(1, 9);
        batch = batch > 0 ? batch : random.Next(1, 4);
        RandomStream weights = new((ulong)seed);
        return kind switch
        {
            CellKind.Elman => new CellTrial<HiddenState<double>>(new ElmanCell<double>(inputs, hidden, weights, (Activation)random.Next(3)), steps, batch, random),
            CellKind.Lstm => new CellTrial<LstmState<double>>(new LstmCell<double>(inputs, hidden, weights), steps, batch, random),
            CellKind.Gru => new CellTrial<HiddenState<double>>(new GruCell<double>(inputs, hidden, weights), steps, batch, random),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    // By the policy; the loss is returned, the gradients are in the parameters.
    public abstract double Accumulate(Truncation truncation, LossReduction reduction = LossReduction.Sum, AutoDiff.Rnn.Checkpointing checkpointing = default);

    // By the definition: the loss of every step (from 0) on its own tape, from the boundary state as numbers.
    public abstract double Naive(int length, int stride);

    // The same losses, with the boundary states frozen as they are now, as a function of the parameters.
    public abstract Func<Tape<double>, Variable<double>> Frozen(int length, int stride);

    public abstract void Count(Func<int, bool> counts);

    // Steps that were run with recording, steps that were run without.
    public abstract (int Recorded, int Advanced) StepsRun();

    // The first step that the loss of a step sees: it is followed back at the end of its stride, `length` steps from there.
    protected static int FirstStep(int step, int length, int stride) => Math.Max(0, (((step / stride) + 1) * stride) - length);
}
