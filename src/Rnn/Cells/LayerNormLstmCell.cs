using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The LSTM with normalised sums: <c>gates = norm(x · inputWeights) + norm(h · recurrentWeights)</c>, <c>c' = f · c + i · g</c> and
/// <c>h' = o · tanh(norm(c'))</c>, each norm over the features of a row, with a scale and, where a shift is not in another one already, a shift of its own; the output is
/// <c>h'</c>. Gates stand in the order input, forget, candidate, output.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// The gates' bias is the shift of <see cref="InputNorm"/>. The source's shift of the state's norm and its bias would be added to it, and are
/// left out: one of three learns the same. Source: Ba, Kiros and Hinton 2016, "Layer normalization", supplement, equations 20 to 22.
/// </remarks>
public sealed class LayerNormLstmCell<T> : ICell<T, LstmState<T>>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Input weights are Xavier-uniform, recurrent weights orthogonal for each gate, scales 1, shifts zero but the forget gate's.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="forgetBias">The forget gate's initial bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1 or too large for an array, or the forget bias is not finite.</exception>
    public LayerNormLstmCell(int inputSize, int hiddenSize, RandomStream random, double forgetBias = 1, string name = "layer_norm_lstm")
    {
        RnnErrors.CheckSizes(nameof(LayerNormLstmCell<>), inputSize, hiddenSize, blocks: 4);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, 4 * hiddenSize));
        RecurrentWeights = new Parameter<T>($"{name}.recurrent_weights", new Shape(hiddenSize, 4 * hiddenSize));
        InputNorm = new LayerNorm<T>(new Shape(4 * hiddenSize), name: $"{name}.input_norm");
        RecurrentNorm = new LayerNorm<T>(new Shape(4 * hiddenSize), bias: false, name: $"{name}.recurrent_norm");
        CellNorm = new LayerNorm<T>(new Shape(hiddenSize), name: $"{name}.cell_norm");
        Parameters = [InputWeights, RecurrentWeights, .. InputNorm.Parameters, .. RecurrentNorm.Parameters, .. CellNorm.Parameters];
        Initializers.GateBias(InputNorm.Bias!, gate: 1, gates: 4, forgetBias);
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(RecurrentWeights, random, blocks: 4);
    }

    /// <summary>The input weights <c>[inputs, 4 · hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights <c>[hidden, 4 · hidden]</c>.</summary>
    public Parameter<T> RecurrentWeights { get; }

    /// <summary>The norm of the input's sums; its shift is the gates' bias.</summary>
    public LayerNorm<T> InputNorm { get; }

    /// <summary>The norm of the state's sums.</summary>
    public LayerNorm<T> RecurrentNorm { get; }

    /// <summary>The norm of the cell state on its way out; the state that is carried is not normalised.</summary>
    public LayerNorm<T> CellNorm { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames { get; } = ["input", "forget", "candidate", "output"];

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => RecurrentWeights.Shape[0];

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => InputNorm.Forward(MatMul(inputs, inputs.Tape.Use(InputWeights)));

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => InputNorm.Forward(Gather(tape.Use(InputWeights), classes));

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in LstmState<T> state, out LstmState<T> next)
    {
        Projection.Check(nameof(LayerNormLstmCell<>), projected.Shape, 4 * OutputSize, in state, OutputSize);
        Variable<T> gates = projected + RecurrentNorm.Forward(MatMul(state.Hidden, projected.Tape.Use(RecurrentWeights)));

        // The pointwise pass makes the cell state; its hidden one, which is of an unnormalised cell, is not used.
        Variable<T> cell = Select(LstmGates(gates, state.Cell), 0, 1);
        next = new LstmState<T>(Sigmoid(Gates.Gate(gates, 3, OutputSize)) * Tanh(CellNorm.Forward(cell)), cell);
        return next.Hidden;
    }
}
