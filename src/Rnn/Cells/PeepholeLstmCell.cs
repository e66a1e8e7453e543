using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The LSTM whose gates see the cell state, each unit its own: <c>i, f = sigmoid(gates + p · c)</c>, <c>c' = f · c + i · tanh(g)</c>,
/// <c>o = sigmoid(gate + p · c')</c> and <c>h' = o · tanh(c')</c>; the output is <c>h'</c>. It can count and time. Gates stand in the
/// order input, forget, candidate, output.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Source: Gers and Schmidhuber 2000, "Recurrent nets that time and count"; the output gate sees the new cell state there too.</remarks>
public sealed class PeepholeLstmCell<T> : ICell<T, LstmState<T>>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Input weights are Xavier-uniform, recurrent weights orthogonal for each gate, peepholes closed, biases zero but the forget gate's.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="forgetBias">The forget gate's initial bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1 or too large for an array, or the forget bias is not finite.</exception>
    public PeepholeLstmCell(int inputSize, int hiddenSize, RandomStream random, double forgetBias = 1, string name = "peephole_lstm")
    {
        RnnErrors.CheckSizes(nameof(PeepholeLstmCell<>), inputSize, hiddenSize, blocks: 4);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, 4 * hiddenSize));
        RecurrentWeights = new Parameter<T>($"{name}.recurrent_weights", new Shape(hiddenSize, 4 * hiddenSize));
        PeepholeWeights = new Parameter<T>($"{name}.peephole_weights", new Shape(3, hiddenSize));
        Bias = new Parameter<T>($"{name}.bias", new Shape(4 * hiddenSize));
        Parameters = [InputWeights, RecurrentWeights, PeepholeWeights, Bias];
        Initializers.GateBias(Bias, gate: 1, gates: 4, forgetBias);
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(RecurrentWeights, random, blocks: 4);
    }

    /// <summary>The input weights <c>[inputs, 4 · hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights <c>[hidden, 4 · hidden]</c>.</summary>
    public Parameter<T> RecurrentWeights { get; }

    /// <summary>The weights from the cell state <c>[3, hidden]</c>: to input, forget and output gate.</summary>
    public Parameter<T> PeepholeWeights { get; }

    /// <summary>The bias <c>[4 · hidden]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames { get; } = ["input", "forget", "candidate", "output"];

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
        Projection.Check(nameof(PeepholeLstmCell<>), projected.Shape, 4 * OutputSize, in state, OutputSize);
        Tape<T> tape = projected.Tape;
        int hidden = OutputSize;
        Variable<T> peepholes = tape.Use(PeepholeWeights), gates = Affine(state.Hidden, tape.Use(RecurrentWeights), projected);
        Variable<T> seen = Unsqueeze(state.Cell, 1) * Slice(peepholes, 0, 0, 2);
        Variable<T> early = Sigmoid(Slice(gates, 1, 0, 2 * hidden) + Reshape(seen, new Shape(seen.Shape[0], 2 * hidden)));
        Variable<T> cell = (Gates.Gate(early, 1, hidden) * state.Cell) + (Gates.Gate(early, 0, hidden) * Tanh(Gates.Gate(gates, 2, hidden)));
        Variable<T> output = Sigmoid(Gates.Gate(gates, 3, hidden) + (cell * Select(peepholes, 0, 2)));
        next = new LstmState<T>(output * Tanh(cell), cell);
        return next.Hidden;
    }
}
