using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The gated recurrent unit as first published, with the reset gate before the recurrent product: with <c>r, z = sigmoid</c> of reset and
/// update gate and <c>n = tanh(x_n + (r · h) · candidateWeights)</c>, <c>h' = (1 - z) · n + z · h</c>; the output is <c>h'</c>.
/// Gates stand in the order reset, update, candidate.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// <see cref="GruCell{T}"/> has the reset gate after the product, as PyTorch and cuDNN do; weights of one do not suit the other.
/// Source: Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder for statistical machine translation", equations 5 to 8.
/// </remarks>
public sealed class ResetFirstGruCell<T> : ICell<T, HiddenState<T>>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Input weights are Xavier-uniform, recurrent weights orthogonal for each gate, biases zero.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or too large for an array.</exception>
    public ResetFirstGruCell(int inputSize, int hiddenSize, RandomStream random, string name = "reset_first_gru")
    {
        RnnErrors.CheckSizes(nameof(ResetFirstGruCell<>), inputSize, hiddenSize, blocks: 3);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, 3 * hiddenSize));
        GateWeights = new Parameter<T>($"{name}.gate_weights", new Shape(hiddenSize, 2 * hiddenSize));
        CandidateWeights = new Parameter<T>($"{name}.candidate_weights", new Shape(hiddenSize, hiddenSize));
        Bias = new Parameter<T>($"{name}.bias", new Shape(3 * hiddenSize));
        Parameters = [InputWeights, GateWeights, CandidateWeights, Bias];
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(GateWeights, random, blocks: 2);
        Initializers.Orthogonal(CandidateWeights, random);
    }

    /// <summary>The input weights <c>[inputs, 3 · hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights of reset and update gate <c>[hidden, 2 · hidden]</c>.</summary>
    public Parameter<T> GateWeights { get; }

    /// <summary>The recurrent weights of the candidate <c>[hidden, hidden]</c>.</summary>
    public Parameter<T> CandidateWeights { get; }

    /// <summary>The bias <c>[3 · hidden]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames { get; } = ["reset", "update", "candidate"];

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => CandidateWeights.Shape[0];

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> next)
    {
        Projection.Check(nameof(ResetFirstGruCell<>), projected.Shape, 3 * OutputSize, state.Hidden.Shape, OutputSize);
        Tape<T> tape = projected.Tape;
        Variable<T> gates = Sigmoid(Affine(state.Hidden, tape.Use(GateWeights), Slice(projected, 1, 0, 2 * OutputSize)));
        Variable<T> kept = Gates.Gate(gates, 0, OutputSize) * state.Hidden;
        Variable<T> candidate = Tanh(Affine(kept, tape.Use(CandidateWeights), Gates.Gate(projected, 2, OutputSize)));
        next = new HiddenState<T>(Lerp(candidate, state.Hidden, Gates.Gate(gates, 1, OutputSize)));
        return next.Hidden;
    }
}
