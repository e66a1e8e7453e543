using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>The simple recurrent cell: <c>h' = f(x · inputWeights + h · recurrentWeights + bias)</c>; the output is <c>h'</c>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// The IRNN of Le, Jaitly and Hinton 2015 is this cell with <see cref="Activation.Relu"/> and <see cref="Initializers.Identity"/> for
/// <see cref="RecurrentWeights"/>: it keeps what it has seen from the start. Source: Elman 1990, "Finding structure in time".
/// </remarks>
public sealed class ElmanCell<T> : ISequenceCell<T, HiddenState<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Activation _activation;

    /// <summary>Makes a cell. Input weights are Xavier-uniform, recurrent weights orthogonal, biases zero.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="activation">The nonlinearity <c>f</c>.</param>
    /// <param name="biases">How many biases there are.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or there is no such nonlinearity or number of biases.</exception>
    public ElmanCell(int inputSize, int hiddenSize, RandomStream random, Activation activation = Activation.Tanh, Biases biases = Biases.One, string name = "elman")
    {
        RnnErrors.CheckSizes(nameof(ElmanCell<>), inputSize, hiddenSize);
        _activation = Gates.Checked(nameof(ElmanCell<>), activation);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, hiddenSize));
        RecurrentWeights = new Parameter<T>($"{name}.recurrent_weights", new Shape(hiddenSize, hiddenSize));
        (Bias, RecurrentBias) = BiasParameters.Make<T>(name, hiddenSize, biases);
        Parameters = BiasParameters.List(Bias, RecurrentBias, InputWeights, RecurrentWeights);
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(RecurrentWeights, random);
    }

    /// <summary>The input weights <c>[inputs, hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights <c>[hidden, hidden]</c>.</summary>
    public Parameter<T> RecurrentWeights { get; }

    /// <summary>The bias <c>[hidden]</c>, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>The second bias <c>[hidden]</c>, or null.</summary>
    public Parameter<T>? RecurrentBias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => InputWeights.Shape[1];

    /// <inheritdoc/>
    public HiddenState<T> InitialState(Tape<T> tape, int batch) => States.Zero<T, HiddenState<T>>(tape, new Shape(batch, OutputSize));

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias, RecurrentBias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias, RecurrentBias);

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in HiddenState<T> state, out HiddenState<T> final)
    {
        Projection.CheckRun(nameof(ElmanCell<>), inputs.Shape, InputSize, state.Hidden.Shape, OutputSize);
        Tape<T> tape = inputs.Tape;
        return HiddenState<T>.Last(
            ElmanSequence(inputs, state.Hidden, tape.Use(RecurrentWeights), tape.Use(InputWeights), Projection.Bias(tape, Bias, RecurrentBias), _activation),
            out final);
    }

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> final) =>
        HiddenState<T>.Last(ElmanSequence(projected, state.Hidden, projected.Tape.Use(RecurrentWeights), _activation), out final);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> next)
    {
        Projection.Check(nameof(ElmanCell<>), projected.Shape, OutputSize, state.Hidden.Shape, OutputSize);
        Variable<T> sum = Affine(state.Hidden, projected.Tape.Use(RecurrentWeights), projected);
        next = new HiddenState<T>(_activation.Apply(sum));
        return next.Hidden;
    }
}
