using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The long short-term memory cell: <c>gates = x · inputWeights + h · recurrentWeights + bias</c>, then
/// <c>c' = sigmoid(f) · c + sigmoid(i) · tanh(g)</c> and <c>h' = sigmoid(o) · tanh(c')</c>; the output is <c>h'</c>.
/// Gates stand in the order input, forget, candidate, output.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Source: Hochreiter and Schmidhuber 1997; forget gate: Gers, Schmidhuber and Cummins 2000.</remarks>
public sealed class LstmCell<T> : ISequenceCell<T, LstmState<T>>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Input weights are Xavier-uniform, recurrent weights orthogonal for each gate, biases zero but the forget gate's.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="forgetBias">The forget gate's initial bias; 1 lets the cell remember from the start (Jozefowicz et al. 2015).</param>
    /// <param name="biases">How many biases there are. Of two, the first one's forget gate has the initial bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, there is no such number of biases, or the forget bias is not finite.</exception>
    public LstmCell(int inputSize, int hiddenSize, RandomStream random, double forgetBias = 1, Biases biases = Biases.One, string name = "lstm")
    {
        RnnErrors.CheckSizes(nameof(LstmCell<>), inputSize, hiddenSize, blocks: 4);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, 4 * hiddenSize));
        RecurrentWeights = new Parameter<T>($"{name}.recurrent_weights", new Shape(hiddenSize, 4 * hiddenSize));
        (Bias, RecurrentBias) = BiasParameters.Make<T>(name, 4 * hiddenSize, biases);
        Parameters = BiasParameters.List(Bias, RecurrentBias, InputWeights, RecurrentWeights);
        if (Bias is not null)
            Initializers.GateBias(Bias, gate: 1, gates: 4, forgetBias);
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(RecurrentWeights, random, blocks: 4);
    }

    /// <summary>The input weights <c>[inputs, 4 · hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights <c>[hidden, 4 · hidden]</c>.</summary>
    public Parameter<T> RecurrentWeights { get; }

    /// <summary>The bias <c>[4 · hidden]</c>, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>The second bias <c>[4 · hidden]</c>, or null.</summary>
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
    public LstmState<T> InitialState(Tape<T> tape, int batch) => States.Zero<T, LstmState<T>>(tape, new Shape(batch, OutputSize));

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias, RecurrentBias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias, RecurrentBias);

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in LstmState<T> state, out LstmState<T> final)
    {
        Projection.CheckRun(nameof(LstmCell<>), inputs.Shape, InputSize, state.Hidden.Shape, OutputSize);
        Projection.CheckRun(nameof(LstmCell<>), inputs.Shape, InputSize, state.Cell.Shape, OutputSize);
        Tape<T> tape = inputs.Tape;
        return Split(LstmSequence(inputs, state.Hidden, state.Cell, tape.Use(RecurrentWeights), tape.Use(InputWeights), Projection.Bias(tape, Bias, RecurrentBias)), out final);
    }

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in LstmState<T> state, out LstmState<T> final) =>
        Split(LstmSequence(projected, state.Hidden, state.Cell, projected.Tape.Use(RecurrentWeights)), out final);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in LstmState<T> state, out LstmState<T> next)
    {
        Projection.Check(nameof(LstmCell<>), projected.Shape, 4 * OutputSize, in state, OutputSize);
        Variable<T> gates = Affine(state.Hidden, projected.Tape.Use(RecurrentWeights), projected);
        Variable<T> states = LstmGates(gates, state.Cell);
        next = new LstmState<T>(Select(states, 0, 0), Select(states, 0, 1));
        return next.Hidden;
    }

    private static Variable<T> Split(Variable<T> statesAndCell, out LstmState<T> final)
    {
        int steps = statesAndCell.Shape[0] - 1;
        final = new LstmState<T>(Select(statesAndCell, 0, steps - 1), Select(statesAndCell, 0, steps));
        return Slice(statesAndCell, 0, 0, steps);
    }
}
