using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The minimal gated unit, with one gate for what is read and what is replaced: <c>f = sigmoid(x_f + h · gateWeights)</c>,
/// <c>n = tanh(x_n + (f · h) · candidateWeights)</c> and <c>h' = (1 - f) · h + f · n</c>; the output is <c>h'</c>. Gates stand in the order forget, candidate.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>A third less weights than a GRU. Source: Zhou et al. 2016, "Minimal gated unit for recurrent neural networks".</remarks>
public sealed class MguCell<T> : ICell<T, HiddenState<T>>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Input weights are Xavier-uniform, recurrent weights orthogonal for each gate, biases zero.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or too large for an array.</exception>
    public MguCell(int inputSize, int hiddenSize, RandomStream random, string name = "mgu")
    {
        RnnErrors.CheckSizes(nameof(MguCell<>), inputSize, hiddenSize, blocks: 2);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, 2 * hiddenSize));
        GateWeights = new Parameter<T>($"{name}.gate_weights", new Shape(hiddenSize, hiddenSize));
        CandidateWeights = new Parameter<T>($"{name}.candidate_weights", new Shape(hiddenSize, hiddenSize));
        Bias = new Parameter<T>($"{name}.bias", new Shape(2 * hiddenSize));
        Parameters = [InputWeights, GateWeights, CandidateWeights, Bias];
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(GateWeights, random);
        Initializers.Orthogonal(CandidateWeights, random);
    }

    /// <summary>The input weights <c>[inputs, 2 · hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights of the gate <c>[hidden, hidden]</c>.</summary>
    public Parameter<T> GateWeights { get; }

    /// <summary>The recurrent weights of the candidate <c>[hidden, hidden]</c>.</summary>
    public Parameter<T> CandidateWeights { get; }

    /// <summary>The bias <c>[2 · hidden]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames { get; } = ["forget", "candidate"];

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => GateWeights.Shape[0];

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> next)
    {
        Projection.Check(nameof(MguCell<>), projected.Shape, 2 * OutputSize, state.Hidden.Shape, OutputSize);
        Tape<T> tape = projected.Tape;
        Variable<T> gate = Sigmoid(Affine(state.Hidden, tape.Use(GateWeights), Gates.Gate(projected, 0, OutputSize)));
        Variable<T> candidate = Tanh(Affine(gate * state.Hidden, tape.Use(CandidateWeights), Gates.Gate(projected, 1, OutputSize)));
        next = new HiddenState<T>(Lerp(state.Hidden, candidate, gate));
        return next.Hidden;
    }
}
