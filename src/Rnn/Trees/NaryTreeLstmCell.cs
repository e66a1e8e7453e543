using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// The N-ary tree-LSTM: a node of up to N children, each in a place of its own. <c>[i, o, u, f_1, ..., f_N] = x · inputWeights + [h_1, ..., h_N] · childWeights + bias</c>,
/// through sigmoid, and tanh for u: <c>c = i · u + Σ f_k · c_k</c> and <c>h = o · tanh(c)</c>. Gates stand in that order; a place without a child counts as zeros.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// For constituency trees, expressions, and other nodes whose children have places; <see cref="ChildSumTreeLstmCell{T}"/> takes any number of children in no order.
/// Source: Tai, Socher and Manning 2015, "Improved semantic representations from tree-structured long short-term memory networks", section 3.2, equations 9 to 14.
/// </remarks>
public sealed class NaryTreeLstmCell<T> : ITreeCell<T, LstmState<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a cell. Weights are Xavier-uniform, biases zero but the forget gates'.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of a state.</param>
    /// <param name="childCount">The most children of a node, N.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="forgetBias">The forget gates' initial bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size or the number of children is less than 1 or too large for an array, or the forget bias is not finite.</exception>
    public NaryTreeLstmCell(int inputSize, int hiddenSize, int childCount, RandomStream random, double forgetBias = 1, string name = "nary_tree_lstm")
    {
        if (childCount < 1)
            throw RnnErrors.SizeNotPositive(nameof(NaryTreeLstmCell<>), "the number of children", childCount);
        RnnErrors.CheckSizes(nameof(NaryTreeLstmCell<>), inputSize, hiddenSize, blocks: 3L + childCount);
        (OutputSize, ChildCount) = (hiddenSize, childCount);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, (3 + childCount) * hiddenSize));
        ChildWeights = new Parameter<T>($"{name}.child_weights", new Shape(childCount * hiddenSize, (3 + childCount) * hiddenSize));
        Bias = new Parameter<T>($"{name}.bias", new Shape((3 + childCount) * hiddenSize));
        Parameters = [InputWeights, ChildWeights, Bias];
        for (int child = 0; child < childCount; child++)
            Initializers.GateBias(Bias, gate: 3 + child, gates: 3 + childCount, forgetBias);
        Initializers.XavierUniform(InputWeights, inputSize, hiddenSize, random);
        Initializers.XavierUniform(ChildWeights, childCount * hiddenSize, hiddenSize, random);
    }

    /// <summary>The input weights <c>[inputs, (3 + N) · hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The weights of the children's hidden states side by side <c>[N · hidden, (3 + N) · hidden]</c>.</summary>
    public Parameter<T> ChildWeights { get; }

    /// <summary>The bias <c>[(3 + N) · hidden]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <summary>The most children of a node.</summary>
    public int ChildCount { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize { get; }

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias);

    /// <inheritdoc/>
    public LstmState<T> Join(Variable<T> projected, params ReadOnlySpan<LstmState<T>> children)
    {
        if (children.Length > ChildCount)
            throw new ArgumentException($"NaryTreeLstmCell: {children.Length} children; need {ChildCount} at most, as the cell was made.");
        int hidden = OutputSize;
        Projection.CheckNode(nameof(NaryTreeLstmCell<>), projected.Shape, (3 + ChildCount) * hidden, children, hidden);
        Variable<T> gates = projected;
        if (!children.IsEmpty)
        {
            Variable<T> weights = Slice(projected.Tape.Use(ChildWeights), 0, 0, children.Length * hidden);
            gates = Affine(Beside(children), weights, projected);
        }

        Variable<T> cell = Sigmoid(Gates.Gate(gates, 0, hidden)) * Tanh(Gates.Gate(gates, 2, hidden));
        for (int i = 0; i < children.Length; i++)
            cell += Sigmoid(Gates.Gate(gates, 3 + i, hidden)) * children[i].Cell;
        return new LstmState<T>(Sigmoid(Gates.Gate(gates, 1, hidden)) * Tanh(cell), cell);
    }

    private static Variable<T> Beside(ReadOnlySpan<LstmState<T>> children)
    {
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(children.Length);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = children[i].Hidden;
        return Concatenate(1, parts);
    }
}
