using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The simple recurrent unit, whose gates look at the input alone: <c>f, r = sigmoid(x · weights + bias)</c>,
/// <c>c' = f · c + (1 - f) · (x · weights)</c>, and the output <c>y = r · c' + (1 - r) · x</c>, where a product takes the place of the last <c>x</c> if there are more or
/// fewer outputs than inputs. The recurrence is linear, so that a whole sequence is one product and one scan.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// The state is <c>c</c>. Columns stand in the order candidate, forget, reset, and the input's product where there is one. Source: Lei, Zhang and Artzi 2017,
/// "Training RNNs as fast as CNNs" (arXiv 1709.02755, version 1, section 2), with the identity for g; the version of 2018 lets the gates see <c>c</c>, and so
/// has no scan.
/// </remarks>
public sealed class SruCell<T> : ISequenceCell<T, HiddenState<T>>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Weights are Xavier-uniform, biases zero.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or too large for an array.</exception>
    public SruCell(int inputSize, int hiddenSize, RandomStream random, string name = "sru")
    {
        RnnErrors.CheckSizes(nameof(SruCell<>), inputSize, hiddenSize, blocks: 4);
        OutputSize = hiddenSize;
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, (inputSize == hiddenSize ? 3 : 4) * hiddenSize));
        Bias = new Parameter<T>($"{name}.bias", new Shape(2 * hiddenSize));
        Parameters = [InputWeights, Bias];
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
    }

    /// <summary>The input weights <c>[inputs, 3 · hidden]</c>, or <c>[inputs, 4 · hidden]</c> where the sizes differ.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The bias of forget and reset gate <c>[2 · hidden]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames { get; } = ["candidate", "forget", "reset", "input"];

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize { get; }

    /// <inheritdoc/>
    public HiddenState<T> InitialState(Tape<T> tape, int batch) => States.Zero<T, HiddenState<T>>(tape, new Shape(batch, OutputSize));

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs)
    {
        Sums sums = Of(inputs);
        return Concatenate(-1, sums.Candidate, sums.Gates, sums.Input);
    }

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in HiddenState<T> state, out HiddenState<T> final)
    {
        Projection.CheckRun(nameof(SruCell<>), inputs.Shape, InputSize, state.Hidden.Shape, OutputSize);
        return Scan(Gated(Of(inputs)), in state, out final);
    }

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> final)
    {
        Projection.Check(nameof(SruCell<>), projected.Shape.Remove(0), 4 * OutputSize, state.Hidden.Shape, OutputSize);
        return Scan(Gated(Parts(projected)), in state, out final);
    }

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> next)
    {
        Projection.Check(nameof(SruCell<>), projected.Shape, 4 * OutputSize, state.Hidden.Shape, OutputSize);
        Terms terms = Gated(Parts(projected));
        next = new HiddenState<T>((terms.Forget * state.Hidden) + terms.Taken);
        return (terms.Reset * next.Hidden) + terms.Passed;
    }

    // c_t = f_t · c_(t-1) + a_t for all steps at once; the state before them is the term of a step before the first.
    private static Variable<T> Scan(in Terms terms, in HiddenState<T> state, out HiddenState<T> final)
    {
        int steps = terms.Forget.Shape[0];
        Variable<T> start = Unsqueeze(state.Hidden, 0);
        Variable<T> states = LinearRecurrence(Concatenate(0, start.Tape.Fill(T.Zero, start.Shape), terms.Forget), Concatenate(0, start, terms.Taken), 0);
        final = new HiddenState<T>(Select(states, 0, steps));
        return (terms.Reset * Slice(states, 0, 1, steps)) + terms.Passed;
    }

    private Sums Of(Variable<T> inputs)
    {
        Tape<T> tape = inputs.Tape;
        Variable<T> products = MatMul(inputs, tape.Use(InputWeights));
        Variable<T> gates = Slice(products, -1, OutputSize, 2 * OutputSize) + tape.Use(Bias);
        return new Sums(Gates.Gate(products, 0, OutputSize), gates, InputSize == OutputSize ? inputs : Gates.Gate(products, 3, OutputSize));
    }

    private Sums Parts(Variable<T> projected) => new(
        Gates.Gate(projected, 0, OutputSize), Slice(projected, -1, OutputSize, 2 * OutputSize), Gates.Gate(projected, 3, OutputSize));

    private Terms Gated(in Sums sums)
    {
        Variable<T> gates = Sigmoid(sums.Gates), forget = Gates.Gate(gates, 0, OutputSize), reset = Gates.Gate(gates, 1, OutputSize);
        return new Terms(forget, (T.One - forget) * sums.Candidate, reset, (T.One - reset) * sums.Input);
    }

    // What the input contributes before any nonlinearity; the forget and the reset gate's side by side.
    private readonly record struct Sums(Variable<T> Candidate, Variable<T> Gates, Variable<T> Input);

    // c' = Forget · c + Taken, y = Reset · c' + Passed.
    private readonly record struct Terms(Variable<T> Forget, Variable<T> Taken, Variable<T> Reset, Variable<T> Passed);
}
