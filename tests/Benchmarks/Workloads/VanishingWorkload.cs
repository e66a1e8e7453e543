using System;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// A loss at the end of a long sequence whose gradient vanishes on the way back, against the same with weights that keep it. Numbers below the smallest normal
// one cost a processor many
// times what others do, and rounding holds them there: a rate above a half takes the smallest of all to itself.
internal sealed class VanishingWorkload : IWorkload
{
    private const int Batch = 16, Inputs = 16, Hidden = 64, Steps = 2_000;

    private readonly Tape<float> _tape = new();
    private readonly ElmanCell<float> _cell;
    private readonly float[] _inputs = CounterHash.Uniform(1, Steps * Batch * Inputs, 0.01f), _weights = CounterHash.Uniform(2, Batch * Hidden);

    // The recurrent weights are orthogonal, times what makes an adjoint's length that of the one after it, times `rate`.
    private VanishingWorkload(Activation activation, float rate)
    {
        _cell = new ElmanCell<float>(Inputs, Hidden, new RandomStream(0), activation);
        Span<float> recurrent = _cell.RecurrentWeights.Write(), bias = _cell.Bias!.Write();
        foreach (ref float weight in recurrent)
            weight *= activation == Activation.Sigmoid ? 4 * rate : rate;
        if (activation != Activation.Sigmoid)
            return;

        // States stay near 1/2, where the slope is 1/4.
        for (int i = 0; i < recurrent.Length; i++)
            bias[i % Hidden] -= recurrent[i] / 2;
    }

    public static Case Tanh { get; } = Case("tanh", Activation.Tanh);

    public static Case Sigmoid { get; } = Case("sigmoid", Activation.Sigmoid);

    // What the two compute differs; their times are what is compared.
    public double Step()
    {
        _tape.Reset();
        _cell.ClearGradients();
        HiddenState<float> state = _cell.InitialState(_tape, Batch);
        _cell.Unroll(_tape.Constant(_inputs, new Shape(Steps, Batch, Inputs)), in state, out HiddenState<float> final);
        _tape.Backward(Sum(final.Hidden * _tape.Constant(_weights, final.Hidden.Shape)));
        return 0;
    }

    public void Dispose() => _tape.Dispose();

    private static Case Case(string name, Activation activation) =>
        new($"vanishing-{name}",
            $"recurrent layer of {name}, hidden 64, batch 16, T 2,000, a gradient that vanishes, against one that stays (with --peers)",
            () => new VanishingWorkload(activation, 0.9f))
        {
            Unit = "time step",
            Units = Steps,
            OpenPeers = _ => [new WorkloadPeer("kept", () => new VanishingWorkload(activation, 1))],
            Goal = 1,
        };
}
