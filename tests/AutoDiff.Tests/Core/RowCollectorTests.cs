using System;
using System.Collections.Generic;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// Contributions that are sums over rows are collected; the gradient must not show it.
public sealed class RowCollectorTests
{
    [Theory]
    [InlineData(1, 40)]
    [InlineData(3, 300)]
    [InlineData(130, 3)]
    public void A_weight_used_at_each_step_gets_the_gradient_of_all(int rows, int steps)
    {
        Random random = new(1);
        using Tape<double> tape = new();
        Variable<double> weight = tape.Variable(Draw(random, 12), new Shape(3, 4)), loss = tape.Constant(0.0);
        List<double[]> inputs = [];
        List<double[]> cotangents = [];
        for (int step = 0; step < steps; step++)
        {
            inputs.Add(Draw(random, 3 * rows));
            cotangents.Add(Draw(random, 4 * rows));
            loss += Sum(MatMul(tape.Constant(inputs[^1], new Shape(rows, 3)), weight) * tape.Constant(cotangents[^1], new Shape(rows, 4)));

            // Another use in between, which is not collected.
            if (step % 7 == 3)
                loss += Sum(weight);
        }

        double[] gradient = tape.Gradient(loss, weight).ToArray(), expected = new double[12];
        for (int step = 0; step < steps; step++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int at = 0; at < 12; at++)
                    expected[at] += inputs[step][(row * 3) + (at / 4)] * cotangents[step][(row * 4) + (at % 4)];
            }

            for (int at = 0; at < 12 && step % 7 == 3; at++)
                expected[at]++;
        }

        for (int at = 0; at < 12; at++)
            Assert.Equal(expected[at], gradient[at], 1e-10);
    }

    // Two operations that are sums over rows add to one gradient in turns: each must be computed as itself.
    [Fact]
    public void Different_sums_over_rows_are_not_taken_for_each_other()
    {
        double[][] gradients = [.. Array.ConvertAll<bool, double[]>([false, true], record =>
        {
            Random random = new(2);
            using Tape<double> tape = new();
            Variable<double> weight = tape.Variable(Draw(random, 12), new Shape(3, 4)), loss = tape.Constant(0.0);
            for (int step = 0; step < 6; step++)
            {
                Variable<double> x = tape.Constant(Draw(random, 6), new Shape(2, 3));
                loss += Sum(step % 3 == 2 ? tape.Apply(default(TwiceProduct), x, weight) : MatMul(x, weight));
            }

            return tape.Gradient(loss, weight, record: record).ToArray();
        })];
        for (int at = 0; at < 12; at++)
            Assert.Equal(gradients[1][at], gradients[0][at], 1e-12);
    }

    // All weights stand before all uses, so that every place is open at once: together they may not dwarf the gradients.
    [Fact]
    public void Wide_gradients_of_single_rows_take_little_memory()
    {
        const int Weights = 50, Width = 2048;
        using Tape<float> tape = new();
        Variable<float>[] weights = Array.ConvertAll(new int[Weights], _ => tape.Variable(new float[Width], new Shape(1, Width)));
        Variable<float> loss = tape.Constant(0f);
        for (int use = 0; use < 3; use++)
        {
            foreach (Variable<float> weight in weights)
                loss += Sum(MatMul(tape.Constant([1f], new Shape(1, 1)), weight));
        }

        long before = tape.Counters.Bytes;
        tape.Backward(loss);
        Assert.True(tape.Counters.Bytes <= before + (8 << 20), $"{tape.Counters.Bytes - before} bytes more");
    }

    private static double[] Draw(Random random, int count) => Array.ConvertAll(new double[count], _ => random.NextDouble() - 0.5);

    // 2 x · w, with a sum over rows of its own in its rule.
    private readonly struct TwiceProduct : IPrimitive<double>
    {
        public static string Name => "TwiceProduct";

        public Shape ShapeOf(in Operands<double> inputs) => new(inputs[0][0], inputs[1][1]);

        public void Forward(in ForwardCall<double> call) => Product(call.Input(0), call.Input(1), call.Output, call.OutputShape[0], call.InputShape(0)[1], call.OutputShape[1]);

        public void Vjp(in VjpCall<double> call) => call.Add(1, call.Tape.Apply(default(TwiceOverRows), call.Input(0), call.Cotangent));

        public void Jvp(in JvpCall<double> call) => call.Add(call.Tape.Apply(default(TwiceProduct), call.Input(0), call.Tangent(1)));

        private static void Product(ReadOnlySpan<double> x, ReadOnlySpan<double> w, Span<double> y, int rows, int inner, int columns)
        {
            for (int at = 0; at < rows * columns; at++)
            {
                double sum = 0;
                for (int k = 0; k < inner; k++)
                    sum += x[(at / columns * inner) + k] * w[(k * columns) + (at % columns)];
                y[at] = 2 * sum;
            }
        }
    }

    private readonly struct TwiceOverRows : IPrimitive<double>
    {
        public static string Name => "TwiceOverRows";

        public static bool CanAccumulate => true;

        public static bool SumsOverRows => true;

        public Shape ShapeOf(in Operands<double> inputs) => new(inputs[0][1], inputs[1][1]);

        public void Forward(in ForwardCall<double> call)
        {
            int m = call.OutputShape[0], n = call.OutputShape[1];
            for (int at = 0; at < m * n; at++)
            {
                double sum = call.Accumulate ? call.Output[at] : 0;
                for (int row = 0; row < call.InputShape(0)[0]; row++)
                    sum += 2 * call.Input(0)[(row * m) + (at / n)] * call.Input(1)[(row * n) + (at % n)];
                call.Output[at] = sum;
            }
        }

        public void Vjp(in VjpCall<double> call) => throw new NotSupportedException();

        public void Jvp(in JvpCall<double> call) => throw new NotSupportedException();
    }
}
