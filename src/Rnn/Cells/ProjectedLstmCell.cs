using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The LSTM whose hidden state is a projection of what its units put out: gates as of <see cref="LstmCell{T}"/> from <c>x</c> and <c>h</c>,
/// <c>c' = f · c + i · g</c> and <c>h' = (o · tanh(c')) · projectionWeights</c>; the output is <c>h'</c>. Many units with few weights: PyTorch's <c>proj_size</c>.
/// Gates stand in the order input, forget, candidate, output.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Source: Sak, Senior and Beaufays 2014, "Long short-term memory recurrent neural network architectures for large scale acoustic modeling", without peepholes.</remarks>
public sealed class ProjectedLstmCell<T> : ICell<T, LstmState<T>>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Input and projection weights are Xavier-uniform, recurrent weights orthogonal for each gate, biases zero but the forget gate's.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="unitCount">Units: features of the cell state.</param>
    /// <param name="outputSize">Features of hidden state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="forgetBias">The forget gate's initial bias.</param>
    /// <param name="biases">How many biases there are. Of two, the first one's forget gate has the initial bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, there is no such number of biases, or the forget bias is not finite.</exception>
    public ProjectedLstmCell(int inputSize, int unitCount, int outputSize, RandomStream random, double forgetBias = 1, Biases biases = Biases.One, string name = "projected_lstm")
    {
        RnnErrors.CheckSizes(nameof(ProjectedLstmCell<>), inputSize, unitCount, blocks: 4);
        if (outputSize < 1)
            throw RnnErrors.SizeNotPositive(nameof(ProjectedLstmCell<>), "the output size", outputSize);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, 4 * unitCount));
        RecurrentWeights = new Parameter<T>($"{name}.recurrent_weights", new Shape(outputSize, 4 * unitCount));
        ProjectionWeights = new Parameter<T>($"{name}.projection_weights", new Shape(unitCount, outputSize));
        (Bias, RecurrentBias) = BiasParameters.Make<T>(name, 4 * unitCount, biases);
        Parameters = BiasParameters.List(Bias, RecurrentBias, InputWeights, RecurrentWeights, ProjectionWeights);
        if (Bias is not null)
            Initializers.GateBias(Bias, gate: 1, gates: 4, forgetBias);
        Initializers.XavierUniform(InputWeights, inputSize, unitCount, random);
        Initializers.Orthogonal(RecurrentWeights, random, blocks: 4);
        Initializers.XavierUniform(ProjectionWeights, unitCount, outputSize, random);
    }

    /// <summary>The input weights <c>[inputs, 4 · units]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights <c>[outputs, 4 · units]</c>.</summary>
    public Parameter<T> RecurrentWeights { get; }

    /// <summary>The projection <c>[units, outputs]</c>.</summary>
    public Parameter<T> ProjectionWeights { get; }

    /// <summary>The bias <c>[4 · units]</c>, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>The second bias <c>[4 · units]</c>, or null.</summary>
    public Parameter<T>? RecurrentBias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames { get; } = ["input", "forget", "candidate", "output"];

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => RecurrentWeights.Shape[0];

    /// <inheritdoc/>
    public LstmState<T> InitialState(Tape<T> tape, int batch) =>
        new(tape.Fill(T.Zero, new Shape(batch, OutputSize)), tape.Fill(T.Zero, new Shape(batch, ProjectionWeights.Shape[0])));

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias, RecurrentBias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias, RecurrentBias);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in LstmState<T> state, out LstmState<T> next)
    {
        Projection.Check(nameof(ProjectedLstmCell<>), projected.Shape, RecurrentWeights.Shape[1], in state, OutputSize, ProjectionWeights.Shape[0]);
        Tape<T> tape = projected.Tape;
        Variable<T> states = LstmGates(Affine(state.Hidden, tape.Use(RecurrentWeights), projected), state.Cell);
        next = new LstmState<T>(MatMul(Select(states, 0, 0), tape.Use(ProjectionWeights)), Select(states, 0, 1));
        return next.Hidden;
    }
}
