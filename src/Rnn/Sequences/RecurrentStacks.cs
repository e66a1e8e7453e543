using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// Stacks of one kind of cell in one call. A stack is its cells: for other settings make the cells, and give them to the constructor of
/// <see cref="RecurrentStack{T, TState}"/>.
/// </summary>
/// <example><code>
/// // PyTorch: nn.LSTM(10, 20, num_layers=2, dropout=0.1)
/// RecurrentStack&lt;float, LstmState&lt;float&gt;&gt; lstm = RecurrentStacks.Lstm&lt;float&gt;(10, 20, random, layers: 2, dropout: 0.1);
/// Variable&lt;float&gt; outputs = lstm.Unroll(inputs, lstm.InitialState(tape, batch), out StackState&lt;float, LstmState&lt;float&gt;&gt; final);
/// </code></example>
public static class RecurrentStacks
{
    /// <summary>LSTMs on top of each other, named <c>lstm.0</c>, <c>lstm.1</c> and so on.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="dropout">The probability of dropping an output between two layers while training.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, there are too many layers, or the probability is not in [0, 1).</exception>
    public static RecurrentStack<T, LstmState<T>> Lstm<T>(int inputSize, int hiddenSize, RandomStream random, int layers = 1, double dropout = 0, string name = "lstm")
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Make<T, LstmState<T>>(layers, dropout, layer => new LstmCell<T>(layer == 0 ? inputSize : hiddenSize, hiddenSize, random, name: $"{name}.{layer}"));

    /// <summary>GRUs on top of each other, named <c>gru.0</c>, <c>gru.1</c> and so on.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="dropout">The probability of dropping an output between two layers while training.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, there are too many layers, or the probability is not in [0, 1).</exception>
    public static RecurrentStack<T, HiddenState<T>> Gru<T>(int inputSize, int hiddenSize, RandomStream random, int layers = 1, double dropout = 0, string name = "gru")
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Make<T, HiddenState<T>>(layers, dropout, layer => new GruCell<T>(layer == 0 ? inputSize : hiddenSize, hiddenSize, random, name: $"{name}.{layer}"));

    /// <summary>Elman cells on top of each other, named <c>elman.0</c>, <c>elman.1</c> and so on.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="dropout">The probability of dropping an output between two layers while training.</param>
    /// <param name="activation">The nonlinearity.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, there are too many layers, or the probability is not in [0, 1).</exception>
    public static RecurrentStack<T, HiddenState<T>> Elman<T>(
        int inputSize, int hiddenSize, RandomStream random, int layers = 1, double dropout = 0, Activation activation = Activation.Tanh, string name = "elman")
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Make<T, HiddenState<T>>(layers, dropout, layer => new ElmanCell<T>(layer == 0 ? inputSize : hiddenSize, hiddenSize, random, activation, name: $"{name}.{layer}"));

    // One more than the most is enough to be refused.
    private static RecurrentStack<T, TState> Make<T, TState>(int layers, double dropout, Func<int, ICell<T, TState>> cell)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        List<ICell<T, TState>> cells = [];
        for (int layer = 0; layer < Math.Min(layers, StackState<T, TState>.MaxLayers + 1); layer++)
            cells.Add(cell(layer));
        return new RecurrentStack<T, TState>(cells, dropout);
    }
}
