using System;
using System.Linq;
using System.Numerics;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Rnn.Sequences;

// A gradient that vanishes through time ends in zeros, not in subnormal numbers, with which some processors compute a hundred times more slowly.
public sealed class VanishedGradientTests
{
    private const int Steps = 2_000, Batch = 2, Size = 8;

    public static TheoryData<string> Cells => ["tanh", "sigmoid", "lstm", "gru"];

    [Theory]
    [MemberData(nameof(Cells))]
    public void No_adjoint_is_left_subnormal(string cell)
    {
        float[] gradient = Gradient<float>(cell);
        Assert.DoesNotContain(gradient, float.IsSubnormal);
        Assert.All(gradient[..(Batch * Size)], one => Assert.Equal(0, one));
        Assert.All(gradient[^(Batch * Size)..], one => Assert.NotEqual(0, one));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_is_larger_is_what_it_was(string cell)
    {
        float[] single = Gradient<float>(cell);
        double[] twice = Gradient<double>(cell);
        for (int step = Steps - 1; step >= 0; step--)
        {
            double error = 0, length = 0;
            for (int i = step * Batch * Size; i < (step + 1) * Batch * Size; i++)
                (error, length) = (Math.Max(error, Math.Abs(single[i] - twice[i])), Math.Max(length, Math.Abs(twice[i])));
            Assert.True(error <= (1e-3 * length) + 1e-30, $"step {step}: {error} of {length}");
        }
    }

    // Of the last state, with respect to the inputs of every step; with the same weights in both precisions.
    private static T[] Gradient<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T> => name switch
        {
            "tanh" => Gradient(new ElmanCell<T>(Size, Size, new RandomStream(1)), new ElmanCell<float>(Size, Size, new RandomStream(1)), 0.95f, state => state.Hidden),
            "sigmoid" => Gradient(
                new ElmanCell<T>(Size, Size, new RandomStream(1), Activation.Sigmoid),
                new ElmanCell<float>(Size, Size, new RandomStream(1)),
                3.6f,
                state => state.Hidden),
            "lstm" => Gradient(new LstmCell<T>(Size, Size, new RandomStream(1)), new LstmCell<float>(Size, Size, new RandomStream(1)), 0.8f, state => state.Hidden),
            _ => Gradient(new GruCell<T>(Size, Size, new RandomStream(1)), new GruCell<float>(Size, Size, new RandomStream(1)), 0.8f, state => state.Hidden),
        };

    private static T[] Gradient<T, TState>(ICell<T, TState> cell, IModule<float> weights, float scale, Func<TState, Variable<T>> hidden)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        for (int k = 0; k < cell.Parameters.Count; k++)
        {
            Span<T> values = cell.Parameters[k].Write();
            for (int i = 0; i < values.Length; i++)
                values[i] = T.CreateChecked(scale * weights.Parameters[k].Values[i]);
        }

        using Tape<T> tape = new();
        Variable<T> inputs = tape.Variable([.. Enumerable.Range(0, Steps * Batch * Size).Select(i => T.CreateChecked(0.01 * Math.Sin(i)))], new Shape(Steps, Batch, Size));
        TState state = cell.InitialState(tape, Batch);
        cell.Unroll(inputs, in state, out TState final);
        return tape.Gradient(Ops.Sum(hidden(final)), inputs).ToArray();
    }
}
