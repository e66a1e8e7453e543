using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.VanishingGradients;

/// <summary>One recurrent layer and a linear layer that reads its last output.</summary>
/// <typeparam name="TState">The cell's state.</typeparam>
public sealed class Network<TState> : Network
    where TState : struct, IState<TState, float>
{
    private readonly RecurrentStack<float, TState> _stack;
    private readonly Linear<float> _readout;
    private readonly Settings _settings;

    /// <summary>Makes a network.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="settings">The sizes.</param>
    /// <param name="random">Where the readout's weights come from.</param>
    public Network(string name, ICell<float, TState> cell, Settings settings, RandomStream random)
    {
        Name = name;
        _settings = settings;
        _stack = new RecurrentStack<float, TState>([cell]);
        _readout = new Linear<float>(settings.Hidden, 1, random, name: "readout");
        Parameters = [.. cell.Parameters, .. _readout.Parameters];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <inheritdoc/>
    public override double Accumulate(AddingProblem data)
    {
        using TruncatedBackprop<float, StackState<float, TState>> trainer = new(Truncation.None, LossReduction.Mean);
        return trainer.Accumulate(Sequence(data));
    }

    /// <inheritdoc/>
    public override FlowReport Look(AddingProblem data)
    {
        using GradientFlow<float, StackState<float, TState>> flow = new();
        return flow.Measure(Sequence(data));
    }

    // The only loss is that of the last step.
    private UnrolledSequence<float, TState> Sequence(AddingProblem data) => new(
        _stack,
        data.Inputs,
        new Shape(_settings.Steps, _settings.Batch, 2),
        (output, _) => Losses.SquaredError(_readout.Forward(output), output.Tape.Constant(data.Sums.Span, new Shape(_settings.Batch, 1)), LossReduction.Sum),
        step => step == _settings.Steps - 1 ? _settings.Batch : 0);
}
