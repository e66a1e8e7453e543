using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The child-sum tree-LSTM: a node of any number of children in no order. With <c>h</c> the sum of the children's hidden states,
/// <c>i, o, u = x · inputWeights + h · sumWeights + bias</c> and for each child <c>f_k = x · inputWeights + h_k · forgetWeights + bias</c>, through sigmoid, and tanh for u:
/// <c>c = i · u + Σ f_k · c_k</c> and <c>h = o · tanh(c)</c>. Gates stand in the order input, output, candidate, forget.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// The number of operations does not depend on the number of children. For dependency trees and other nodes whose children have no places;
/// <see cref="NaryTreeLstmCell{T}"/> tells them apart. Source: Tai, Socher and Manning 2015, "Improved semantic representations from tree-structured long
/// short-term memory networks", section 3.1, equations 2 to 8.
/// </remarks>
public sealed class ChildSumTreeLstmCell<T> : ITreeCell<T, LstmState<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Input weights are Xavier-uniform, the others orthogonal for each gate, biases zero but the forget gates'.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of a state.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="forgetBias">The forget gates' initial bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the forget bias is not finite.</exception>
    public ChildSumTreeLstmCell(int inputSize, int hiddenSize, RandomStream random, double forgetBias = 1, string name = "child_sum_tree_lstm")
    {
        RnnErrors.CheckSizes(nameof(ChildSumTreeLstmCell<>), inputSize, hiddenSize, blocks: 4);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, 4 * hiddenSize));
        SumWeights = new Parameter<T>($"{name}.sum_weights", new Shape(hiddenSize, 3 * hiddenSize));
        ForgetWeights = new Parameter<T>($"{name}.forget_weights", new Shape(hiddenSize, hiddenSize));
        Bias = new Parameter<T>($"{name}.bias", new Shape(4 * hiddenSize));
        Parameters = [InputWeights, SumWeights, ForgetWeights, Bias];
        Initializers.GateBias(Bias, gate: 3, gates: 4, forgetBias);
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.Orthogonal(SumWeights, random, blocks: 3);
        Initializers.Orthogonal(ForgetWeights, random);
    }

    /// <summary>The input weights <c>[inputs, 4 · hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The weights of the children's sum <c>[hidden, 3 · hidden]</c>, to all gates but those that forget.</summary>
    public Parameter<T> SumWeights { get; }

    /// <summary>The weights of each child's own state to the gate that forgets it <c>[hidden, hidden]</c>.</summary>
    public Parameter<T> ForgetWeights { get; }

    /// <summary>The bias <c>[4 · hidden]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => ForgetWeights.Shape[0];

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias);

    /// <inheritdoc/>
    public LstmState<T> Join(Variable<T> projected, params ReadOnlySpan<LstmState<T>> children)
    {
        int hidden = OutputSize;
        Projection.CheckNode(nameof(ChildSumTreeLstmCell<>), projected.Shape, 4 * hidden, children, hidden);
        Tape<T> tape = projected.Tape;
        Variable<T> gates = Slice(projected, 1, 0, 3 * hidden), kept = default;
        if (!children.IsEmpty)
        {
            Variable<T> states = Stacked(children, 0), cells = Stacked(children, 1);
            gates = Affine(Sum(states, 0), tape.Use(SumWeights), gates);
            kept = Sum(Sigmoid(Affine(states, tape.Use(ForgetWeights), Gates.Gate(projected, 3, hidden))) * cells, 0);
        }

        Variable<T> cell = Sigmoid(Gates.Gate(gates, 0, hidden)) * Tanh(Gates.Gate(gates, 2, hidden));
        if (!children.IsEmpty)
            cell += kept;
        return new LstmState<T>(Sigmoid(Gates.Gate(gates, 1, hidden)) * Tanh(cell), cell);
    }

    // One part of the children's states, [children, batch, hidden].
    private static Variable<T> Stacked(ReadOnlySpan<LstmState<T>> children, int part)
    {
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(children.Length);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = children[i][part];
        return Stack(0, parts);
    }
}
