using System;
using System.Linq;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

public sealed class PullbackTests
{
    // f(x) = (x0 x1, sin x1): rows of the identity give the Jacobian.
    [Fact]
    public void Rows_of_the_identity_give_the_jacobian()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([2, 0.5], new Shape(2)), first = Select(x, 0, 0), second = Select(x, 0, 1);
        Variable<double> y = Stack(0, first * second, Sin(second));
        double[] jacobian = new double[4];
        Pullback<double> pullback = new();
        pullback.Run([y], [[1, 0, 0, 1]], [x], [jacobian], rows: 2);
        Assert.Equal([0.5, 2, 0, Math.Cos(0.5)], jacobian);
        Assert.Equal(2, pullback.Rows);
    }

    [Fact]
    public void A_checkpointed_function_is_followed_back_one_cotangent_at_a_time()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([2, 0.5], new Shape(2)), y = tape.Checkpoint(static x => Square(x[0]), x);
        double[] results = new double[4];
        Pullback<double> pullback = new();
        pullback.Run([y], [[1, 0]], [x], [results], rows: 1);
        Assert.Equal([4, 0], results[..2]);
        int nodes = tape.Counters.Nodes;
        TapeException error = Assert.Throws<TapeException>(() => pullback.Run([y], [[1, 0, 0, 1]], [x], [results], rows: 2));
        Assert.Contains("WindowAlgorithm.Segments", error.Message, StringComparison.Ordinal);
        Assert.Equal(nodes, tape.Counters.Nodes);
        Assert.Equal([4, 1], tape.Gradient(Sum(y), x).ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Several_roots_and_nodes_add_up_as_in_a_vjp(int rows)
    {
        using Tape<double> tape = new();
        Random random = new(4);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        Variable<double> a = tape.Variable(Draw(6), new Shape(2, 3)), b = tape.Variable(Draw(3), new Shape(3)), unused = tape.Variable(1.5);
        Variable<double> product = a * b, y = Tanh(product + a), s = Sum(Square(product));
        double[] yBar = Draw(rows * 6), sBar = Draw(rows), yAgain = Draw(rows * 6), bBar = Draw(rows * 3);
        double[] ofA = new double[rows * 6], ofB = new double[rows * 3], ofUnused = Draw(rows), ofY = new double[rows * 6];
        (int nodes, long bytes) = (tape.Counters.Nodes, tape.Counters.Bytes);
        new Pullback<double>().Run([y, s, y, b], [yBar, sBar, yAgain, bBar], [a, b, unused, y], [ofA, ofB, ofUnused, ofY], rows);
        Assert.Equal(nodes, tape.Counters.Nodes);
        Assert.Equal(new double[rows], ofUnused);
        for (int row = 0; row < rows; row++)
        {
            Variable<double> Row(double[] of, Variable<double> like) => tape.Constant(of.AsSpan(row * like.Shape.Count, like.Shape.Count), like.Shape);
            Variable<double>[] expected = tape.Vjp([y, s, y, b], [Row(yBar, y), Row(sBar, s), Row(yAgain, y), Row(bBar, b)], [a, b, y]);
            AssertClose(expected[0], ofA, row);
            AssertClose(expected[1], ofB, row);
            AssertClose(expected[2], ofY, row);
        }
    }

    // What lies before the nodes is not looked at, however much it is.
    [Fact]
    public void In_its_steady_state_it_allocates_nothing()
    {
        using Tape<float> tape = new();
        Variable<float> w = tape.Variable(Enumerable.Repeat(0.1f, 12).ToArray(), new Shape(3, 4)), gates, cell;
        Variable<float> h = tape.Variable([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f], new Shape(2, 3)), c = tape.Variable([0.1f, 0.2f], new Shape(2, 1));
        gates = MatMul(h, w);
        cell = LstmGates(gates, c);
        Variable<float> reset = Where(tape.Constant([1, 0], new Shape(2, 1)), tape.Constant(0f), Select(cell, 0, 0));
        float[][] cotangents = [new float[10], new float[10]], results = [new float[30], new float[10]];
        cotangents[0][3] = cotangents[1][4] = 1;
        Pullback<float> pullback = new();
        long Allocated(int rows)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50; i++)
                pullback.Run([reset, Select(cell, 0, 1)], cotangents, [h, c], results, rows);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        foreach (int rows in (int[])[1, 5])
        {
            Allocated(rows);
            Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated(rows)));
        }
    }

    [Fact]
    public void What_is_on_another_tape_is_refused_and_leaves_no_trace()
    {
        using Tape<double> tape = new(), other = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), y = Square(x);
        Pullback<double> pullback = new();
        double[] two = new double[2], four = new double[4];
        Assert.Throws<TapeException>(() => pullback.Run([y], [two], [other.Variable(1.0)], [four], 1));
        Assert.Throws<ArgumentException>(() => pullback.Run([y], [two], [x], [four], 2));
        pullback.Run([y], [[1, 1]], [x], [four], 1);
        Assert.Equal([2, 4], four[..2]);
    }

    private static void AssertClose(Variable<double> expected, double[] all, int row)
    {
        int count = expected.Shape.Count;
        for (int i = 0; i < count; i++)
            Assert.Equal(expected.Values[i], all[(row * count) + i], 12);
    }
}
