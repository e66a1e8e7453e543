using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The LSTM that forgets as much as it takes in: <c>i, o = sigmoid</c> and <c>g = tanh</c> of the gates,
/// <c>c' = (1 - i) · c + i · g</c> and <c>h' = o · tanh(c')</c>; the output is <c>h'</c>. It has a quarter less weights, and its cell state stays
/// between -1 and 1. Gates stand in the order input, candidate, output.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Source: Greff et al. 2017, "LSTM: a search space odyssey", the variant CIFG (coupled input and forget gate).</remarks>
public sealed class CoupledLstmCell<T> : ICell<T, LstmState<T>>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Input weights are Xavier-uniform, recurrent weights orthogonal for each gate, biases zero but the input gate's.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="forgetBias">What the input gate's initial bias is the negative of: 1 lets the cell remember from the start.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1 or too large for an array, or the forget bias is not finite.</exception>
    public CoupledLstmCell(int inputSize, int hiddenSize, RandomStream random, double forgetBias = 1, string name = "coupled_lstm")
    {
        RnnErrors.CheckSizes(nameof(CoupledLstmCell<>), inputSize, hiddenSize, blocks: 3);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, 3 * hiddenSize));
        RecurrentWeights = new Parameter<T>($"{name}.recurrent_weights", new Shape(hiddenSize, 3 * hiddenSize));
        Bias = new Parameter<T>($"{name}.bias", new Shape(3 * hiddenSize));
        Parameters = [InputWeights, RecurrentWeights, Bias];
        Initializers.GateBias(Bias, gate: 0, gates: 3, -forgetBias);
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(RecurrentWeights, random, blocks: 3);
    }

    /// <summary>The input weights <c>[inputs, 3 · hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights <c>[hidden, 3 · hidden]</c>.</summary>
    public Parameter<T> RecurrentWeights { get; }

    /// <summary>The bias <c>[3 · hidden]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames { get; } = ["input", "candidate", "output"];

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => RecurrentWeights.Shape[0];

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in LstmState<T> state, out LstmState<T> next)
    {
        Projection.Check(nameof(CoupledLstmCell<>), projected.Shape, 3 * OutputSize, in state, OutputSize);
        Variable<T> gates = Affine(state.Hidden, projected.Tape.Use(RecurrentWeights), projected);
        Variable<T> cell = Lerp(state.Cell, Tanh(Gates.Gate(gates, 1, OutputSize)), Sigmoid(Gates.Gate(gates, 0, OutputSize)));
        next = new LstmState<T>(Sigmoid(Gates.Gate(gates, 2, OutputSize)) * Tanh(cell), cell);
        return next.Hidden;
    }
}
