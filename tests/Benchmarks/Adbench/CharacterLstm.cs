using System;
using System.Linq;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Adbench;

// A character model of LSTM layers whose matrices are all diagonal: forget and output gates see the layer's input alone, input gate
// and candidate its hidden state alone. The loss's "2 +" is in the original.
// Source: the LSTM objective of ADBench.
internal sealed class CharacterLstm
{
    private const int Gates = 4;

    private readonly double[] _identity;

    private CharacterLstm(int layers, int characters, int bits)
    {
        (Layers, Characters, Bits) = (layers, characters, bits);
        _identity = [.. Enumerable.Range(0, bits * bits).Select(i => i / bits == i % bits ? 1.0 : 0)];
    }

    public int Layers { get; }

    public int Characters { get; }

    public int Bits { get; }

    // For each layer, weights and biases of the gates forget, input, output and candidate: [layers, 2, 4, bits].
    public required double[] Main { get; init; }

    // The input's weights, the output's weights and biases: [3, bits].
    public required double[] Extra { get; init; }

    // For each layer the first hidden and cell state: [layers, 2, bits].
    public required double[] State { get; init; }

    // The text: [characters, bits].
    public required double[] Sequence { get; init; }

    public double[] Parameters => [.. Main, .. Extra];

    public static CharacterLstm Read(string path)
    {
        Fields fields = new(path);
        int layers = fields.Whole(), characters = fields.Whole(), bits = fields.Whole();
        return new(layers, characters, bits)
        {
            Main = fields.Numbers(layers * 2 * Gates * bits),
            Extra = fields.Numbers(3 * bits),
            State = fields.Numbers(layers * 2 * bits),
            Sequence = fields.Numbers(characters * bits),
        };
    }

    public static CharacterLstm Random(int layers, int characters, int bits, int seed)
    {
        Random random = new(seed);
        return new(layers, characters, bits)
        {
            Main = Uniform(layers * 2 * Gates * bits),
            Extra = Uniform(3 * bits),
            State = Uniform(layers * 2 * bits),
            Sequence = [.. Uniform(characters * bits).Select(value => Math.Round(value))],
        };

        double[] Uniform(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextDouble())];
    }

    // On tensors: a layer runs over the whole text in one operation, with its recurrent diagonals as a matrix.
    public Variable<double> Objective(Variable<double> main, Variable<double> extra)
    {
        Tape<double> tape = main.Tape;
        int steps = Characters - 1;
        Variable<double> text = tape.Constant(Sequence, new(Characters, Bits));
        Variable<double> identity = tape.Constant(_identity, new(Bits, 1, Bits)), zero = tape.Fill(0, new(1, Bits));
        Variable<double> x = Slice(text, 0, 0, steps) * Select(extra, 0, 0);
        for (int layer = 0; layer < Layers; layer++)
        {
            // The weights of four gates, then their offsets.
            Variable<double> rows = Reshape(Slice(main, 0, layer, 1), new(2 * Gates, Bits));

            // The sequence's order is input, forget, candidate, output.
            Variable<double> ofInput = Concatenate(0, zero, Slice(rows, 0, 0, 1), zero, Slice(rows, 0, 2, 1)),
                ofState = Concatenate(0, Slice(rows, 0, 1, 1), zero, Slice(rows, 0, 3, 1), zero);
            Variable<double> gates = (Reshape(x, new(steps, 1, Bits)) * ofInput) + Concatenate(
                0, Slice(rows, 0, 5, 1), Slice(rows, 0, 4, 1), Slice(rows, 0, 7, 1), Slice(rows, 0, 6, 1));
            Variable<double> hidden = tape.Constant(State.AsSpan(2 * layer * Bits, Bits), new(1, Bits)),
                cell = tape.Constant(State.AsSpan(((2 * layer) + 1) * Bits, Bits), new(1, Bits));
            Variable<double> states = LstmSequence(Reshape(gates, new(steps, 1, Gates * Bits)), hidden, cell, Reshape(identity * ofState, new(Bits, Gates * Bits)));
            x = Reshape(Slice(states, 0, 0, steps), new(steps, Bits));
        }

        Variable<double> y = (x * Select(extra, 0, 1)) + Select(extra, 0, 2);
        Variable<double> normaliser = Log(Sum(Exp(y), 1, keepAxes: true) + 2.0);
        return Sum(Slice(text, 0, 1, steps) * (y - normaliser)) * (-1.0 / (Bits * (double)steps));
    }

    // The same in loops, of any numbers.
    public T Objective<T>(ReadOnlySpan<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> extra = parameters[^(3 * Bits)..];
        T total = T.Zero;
        T[] state = Array.ConvertAll(State, T.CreateChecked), x = new T[Bits], y = new T[Bits];
        for (int t = 0; t + 1 < Characters; t++)
        {
            for (int j = 0; j < Bits; j++)
                x[j] = T.CreateChecked(Sequence[(t * Bits) + j]) * extra[j];
            for (int layer = 0; layer < Layers; layer++)
            {
                ReadOnlySpan<T> weight = parameters.Slice(2 * layer * Gates * Bits, Gates * Bits), bias = parameters.Slice(((2 * layer) + 1) * Gates * Bits, Gates * Bits);
                Span<T> hidden = state.AsSpan(2 * layer * Bits, Bits), cell = state.AsSpan(((2 * layer) + 1) * Bits, Bits);
                for (int j = 0; j < Bits; j++)
                {
                    T forget = Sigmoid(T.MultiplyAddEstimate(x[j], weight[j], bias[j]));
                    T input = Sigmoid(T.MultiplyAddEstimate(hidden[j], weight[Bits + j], bias[Bits + j]));
                    T output = Sigmoid(T.MultiplyAddEstimate(x[j], weight[(2 * Bits) + j], bias[(2 * Bits) + j]));
                    T candidate = T.Tanh(T.MultiplyAddEstimate(hidden[j], weight[(3 * Bits) + j], bias[(3 * Bits) + j]));
                    cell[j] = (cell[j] * forget) + (input * candidate);
                    x[j] = hidden[j] = output * T.Tanh(cell[j]);
                }
            }

            T sum = T.CreateChecked(2);
            for (int j = 0; j < Bits; j++)
            {
                y[j] = T.MultiplyAddEstimate(x[j], extra[Bits + j], extra[(2 * Bits) + j]);
                sum += T.Exp(y[j]);
            }

            T normaliser = T.Log(sum);
            for (int j = 0; j < Bits; j++)
                total += T.CreateChecked(Sequence[((t + 1) * Bits) + j]) * (y[j] - normaliser);
        }

        return -total / T.CreateChecked(Bits * (double)(Characters - 1));
    }

    private static T Sigmoid<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-x));
}
