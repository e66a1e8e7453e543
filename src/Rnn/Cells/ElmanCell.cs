using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>The simple recurrent cell: <c>h' = f(x · inputWeights + h · recurrentWeights + bias)</c>; the output is <c>h'</c>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Source: Elman 1990, "Finding structure in time".</remarks>
public sealed class ElmanCell<T> : ISequenceCell<T, HiddenState<T>>, IOneHotCell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Activation _activation;

    /// <summary>Makes a cell. Input weights are Xavier-uniform, recurrent weights orthogonal, biases zero.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="activation">The nonlinearity <c>f</c>.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or there is no such nonlinearity.</exception>
    public ElmanCell(int inputSize, int hiddenSize, RandomStream random, Activation activation = Activation.Tanh, bool bias = true, string name = "elman")
    {
        RnnErrors.CheckSizes(nameof(ElmanCell<>), inputSize, hiddenSize);
        if (!Enum.IsDefined(activation))
            throw new ArgumentException($"ElmanCell: there is no activation {(int)activation}; need {string.Join(", ", Enum.GetNames<Activation>())}.");
        _activation = activation;
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, hiddenSize));
        RecurrentWeights = new Parameter<T>($"{name}.recurrent_weights", new Shape(hiddenSize, hiddenSize));
        Bias = bias ? new Parameter<T>($"{name}.bias", new Shape(hiddenSize)) : null;
        Parameters = Bias is null ? [InputWeights, RecurrentWeights] : [InputWeights, RecurrentWeights, Bias];
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(RecurrentWeights, random);
    }

    /// <summary>The input weights <c>[inputs, hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights <c>[hidden, hidden]</c>.</summary>
    public Parameter<T> RecurrentWeights { get; }

    /// <summary>The bias <c>[hidden]</c>, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => InputWeights.Shape[1];

    /// <inheritdoc/>
    public HiddenState<T> InitialState(Tape<T> tape, int batch) => new(tape.Fill(T.Zero, new Shape(batch, OutputSize)));

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in HiddenState<T> state, out HiddenState<T> final)
    {
        Tape<T> tape = inputs.Tape;
        return HiddenState<T>.Last(ElmanSequence(inputs, state.Hidden, tape.Use(RecurrentWeights), tape.Use(InputWeights), Bias is null ? null : tape.Use(Bias), _activation), out final);
    }

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> final) =>
        HiddenState<T>.Last(ElmanSequence(projected, state.Hidden, projected.Tape.Use(RecurrentWeights), _activation), out final);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> next)
    {
        Variable<T> sum = Affine(state.Hidden, projected.Tape.Use(RecurrentWeights), projected);
        Variable<T> hidden = _activation switch
        {
            Activation.Tanh => Tanh(sum),
            Activation.Relu => Relu(sum),
            Activation.Sigmoid => Sigmoid(sum),
            _ => throw new UnreachableException(),
        };
        next = new HiddenState<T>(hidden);
        return hidden;
    }
}
