using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// Bidirectional stacks of one kind of cell in one call. For other settings make the cells, pair them in <see cref="Bidirectional{T, TState}"/> layers, and give
/// those to the constructor of <see cref="BidirectionalStack{T, TState}"/>.
/// </summary>
/// <example><code>
/// // PyTorch: nn.LSTM(10, 20, num_layers=2, bidirectional=True)
/// BidirectionalStack&lt;float, LstmState&lt;float&gt;&gt; lstm = BidirectionalStacks.Lstm&lt;float&gt;(10, 20, random, layers: 2);
/// PackedRows rows = new(lengths);
/// Variable&lt;float&gt; outputs = lstm.Unroll(padded, rows, lstm.InitialState(tape, rows.RowCount), out _);
/// </code></example>
public static class BidirectionalStacks
{
    /// <summary>Layers of two LSTMs each, named <c>lstm.0.forward</c>, <c>lstm.0.backward</c>, <c>lstm.1.forward</c> and so on.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of the state and output of one direction.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="dropout">The probability of dropping an output between two layers while training.</param>
    /// <param name="merge">How the directions' outputs become one.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, there are too many layers, or the probability is not in [0, 1).</exception>
    public static BidirectionalStack<T, LstmState<T>> Lstm<T>(
        int inputSize,
        int hiddenSize,
        RandomStream random,
        int layers = 1,
        double dropout = 0,
        DirectionMerge merge = DirectionMerge.Concatenate,
        string name = "lstm")
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Make<T, LstmState<T>>(inputSize, layers, dropout, merge, (inputs, path) => new LstmCell<T>(inputs, hiddenSize, random, name: $"{name}.{path}"));

    /// <summary>Layers of two GRUs each, named <c>gru.0.forward</c>, <c>gru.0.backward</c>, <c>gru.1.forward</c> and so on.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of the state and output of one direction.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="dropout">The probability of dropping an output between two layers while training.</param>
    /// <param name="merge">How the directions' outputs become one.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, there are too many layers, or the probability is not in [0, 1).</exception>
    public static BidirectionalStack<T, HiddenState<T>> Gru<T>(
        int inputSize,
        int hiddenSize,
        RandomStream random,
        int layers = 1,
        double dropout = 0,
        DirectionMerge merge = DirectionMerge.Concatenate,
        string name = "gru")
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Make<T, HiddenState<T>>(inputSize, layers, dropout, merge, (inputs, path) => new GruCell<T>(inputs, hiddenSize, random, name: $"{name}.{path}"));

    /// <summary>Layers of two Elman cells each, named <c>elman.0.forward</c>, <c>elman.0.backward</c>, <c>elman.1.forward</c> and so on.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of the state and output of one direction.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="dropout">The probability of dropping an output between two layers while training.</param>
    /// <param name="activation">The nonlinearity.</param>
    /// <param name="merge">How the directions' outputs become one.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, there are too many layers, or the probability is not in [0, 1).</exception>
    public static BidirectionalStack<T, HiddenState<T>> Elman<T>(
        int inputSize,
        int hiddenSize,
        RandomStream random,
        int layers = 1,
        double dropout = 0,
        Activation activation = Activation.Tanh,
        DirectionMerge merge = DirectionMerge.Concatenate,
        string name = "elman")
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Make<T, HiddenState<T>>(inputSize, layers, dropout, merge, (inputs, path) => new ElmanCell<T>(inputs, hiddenSize, random, activation, name: $"{name}.{path}"));

    // One more than the most is enough to be refused.
    private static BidirectionalStack<T, TState> Make<T, TState>(int inputSize, int layers, double dropout, DirectionMerge merge, Func<int, string, ICell<T, TState>> cell)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        List<Bidirectional<T, TState>> made = [];
        for (int layer = 0; layer < Math.Min(layers, StackState<T, TState>.MaxLayers + 1); layer++)
        {
            int inputs = layer == 0 ? inputSize : made[^1].OutputSize;
            made.Add(new Bidirectional<T, TState>(cell(inputs, $"{layer}.forward"), cell(inputs, $"{layer}.backward"), merge));
        }

        return new BidirectionalStack<T, TState>(made, dropout);
    }
}
