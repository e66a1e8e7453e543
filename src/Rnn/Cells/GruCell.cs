using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The gated recurrent unit: with <c>r, z = sigmoid</c> of reset and update gate and
/// <c>n = tanh(x_n + r · (h · U_n + b_n))</c>, <c>h' = (1 - z) · n + z · h</c>; the output is <c>h'</c>.
/// Gates stand in the order reset, update, candidate.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Source: Cho et al. 2014, with the reset gate after the recurrent product as in the common fused kernels.</remarks>
public sealed class GruCell<T> : ISequenceCell<T, HiddenState<T>>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Input weights are Xavier-uniform, recurrent weights orthogonal for each gate, biases zero.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or too large for an array.</exception>
    public GruCell(int inputSize, int hiddenSize, RandomStream random, string name = "gru")
    {
        RnnErrors.CheckSizes(nameof(GruCell<>), inputSize, hiddenSize, blocks: 3);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, 3 * hiddenSize));
        RecurrentWeights = new Parameter<T>($"{name}.recurrent_weights", new Shape(hiddenSize, 3 * hiddenSize));
        InputBias = new Parameter<T>($"{name}.input_bias", new Shape(3 * hiddenSize));
        RecurrentBias = new Parameter<T>($"{name}.recurrent_bias", new Shape(3 * hiddenSize));
        Parameters = [InputWeights, RecurrentWeights, InputBias, RecurrentBias];
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(RecurrentWeights, random, blocks: 3);
    }

    /// <summary>The input weights <c>[inputs, 3 · hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights <c>[hidden, 3 · hidden]</c>.</summary>
    public Parameter<T> RecurrentWeights { get; }

    /// <summary>The bias of the input's part <c>[3 · hidden]</c>.</summary>
    public Parameter<T> InputBias { get; }

    /// <summary>The bias of the state's part <c>[3 · hidden]</c>; the reset gate acts on its last third.</summary>
    public Parameter<T> RecurrentBias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames { get; } = ["reset", "update", "candidate"];

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => RecurrentWeights.Shape[0];

    /// <inheritdoc/>
    public HiddenState<T> InitialState(Tape<T> tape, int batch) => States.Zero<T, HiddenState<T>>(tape, new Shape(batch, OutputSize));

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, InputBias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, InputBias);

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in HiddenState<T> state, out HiddenState<T> final)
    {
        Tape<T> tape = inputs.Tape;
        return HiddenState<T>.Last(GruSequence(inputs, state.Hidden, tape.Use(RecurrentWeights), tape.Use(RecurrentBias), tape.Use(InputWeights), tape.Use(InputBias)), out final);
    }

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> final) =>
        HiddenState<T>.Last(GruSequence(projected, state.Hidden, projected.Tape.Use(RecurrentWeights), projected.Tape.Use(RecurrentBias)), out final);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> next)
    {
        Projection.Check(nameof(GruCell<>), projected.Shape, 3 * OutputSize, state.Hidden.Shape, OutputSize);
        Tape<T> tape = projected.Tape;
        Variable<T> hiddenGates = Affine(state.Hidden, tape.Use(RecurrentWeights), tape.Use(RecurrentBias));
        next = new HiddenState<T>(GruGates(projected, hiddenGates, state.Hidden));
        return next.Hidden;
    }
}
