using System;
using System.Threading.Tasks;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

public sealed class TapeTests
{
    [Fact]
    public void Values_are_copied_onto_the_tape_and_out_of_it()
    {
        using Tape<double> tape = new();
        double[] data = [1, 2, 3];
        Variable<double> x = tape.Variable(data, new Shape(3));
        data[0] = 9;
        Assert.Equal([1, 2, 3], x.ToArray());
        x.ToArray()[0] = 9;
        Assert.Equal(1, x.Values[0]);
    }

    [Fact]
    public void Handles_tell_what_they_are()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), c = tape.Constant(1), w = tape.Use(new Parameter<double>("cell.weight", new Shape(1, 2))), y = Tanh(x);
        Assert.Equal("#0 Variable [2]", x.ToString());
        Assert.Equal("#1 Constant []", c.ToString());
        Assert.Equal("#2 cell.weight [1, 2]", w.ToString());
        Assert.Equal("#3 Tanh [2]", y.ToString());
        Assert.Same(tape, y.Tape);
        Assert.True(x == y.Tape.HandleOf(0));
        Assert.True(x != y);
        Assert.Equal(x.GetHashCode(), tape.HandleOf(0).GetHashCode());
        Assert.False(x.Equals("x"));
        Assert.True(x.IsActive && w.IsActive && y.IsActive && !c.IsActive);
    }

    [Fact]
    public void Inside_a_no_gradient_scope_nothing_is_recorded_for_differentiation()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2), inside, innermost;
        using (tape.NoGradient())
        {
            Assert.False(tape.IsRecording);
            using (tape.NoGradient())
                innermost = x * x;
            Assert.False(tape.IsRecording);
            inside = x * x;
        }

        Assert.True(tape.IsRecording);
        Assert.False(inside.IsActive || innermost.IsActive);
        Assert.Equal(4, inside.Item());
        Assert.Equal(4, tape.Gradient(x * inside, x).Item());
    }

    [Fact]
    public void A_no_gradient_scope_outlives_a_reset()
    {
        using Tape<double> tape = new();
        using (tape.NoGradient())
        {
            tape.Reset();
            Assert.False(tape.Variable(2).IsActive && Sin(tape.Variable(2)).IsActive);
        }

        Assert.True(Sin(tape.Variable(2)).IsActive);
    }

    [Fact]
    public void A_no_gradient_scope_ends_when_an_exception_leaves_it()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Assert.Throws<ArgumentException>(() =>
        {
            using (tape.NoGradient())
                return x + tape.Fill(1, new Shape(3));
        });
        Assert.True((x + x).IsActive);
    }

    [Fact]
    public void Derivatives_can_be_asked_for_inside_a_no_gradient_scope()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(3), y = x * x;
        using (tape.NoGradient())
        {
            Assert.Equal(6, tape.Gradient(y, x).Item());
            Assert.Equal(2, tape.Gradient(tape.Gradient(y, x, record: true), x).Item());
            Assert.False(tape.IsRecording);
        }
    }

    [Fact]
    public void A_parameter_is_one_variable_on_a_tape()
    {
        Parameter<double> weight = new("weight", new Shape(2), [1, 2]);
        using Tape<double> tape = new();
        Assert.True(tape.Use(weight) == tape.Use(weight));
        Assert.Equal(1, tape.Counters.Nodes);
        tape.Reset();
        Assert.Equal([1, 2], tape.Use(weight).ToArray());
    }

    [Fact]
    public void A_parameter_is_read_where_it_is()
    {
        Parameter<double> weight = new("weight", new Shape(2), [1, 2]);
        using Tape<double> tape = new();
        Variable<double> w = tape.Use(weight);
        Assert.True(w.Values.Overlaps(weight.Values));
        Assert.Equal((0, "weight [2]"), (weight.Version, weight.ToString()));
        weight.Write().Fill(5);
        Assert.Equal(1, weight.Version);
    }

    [Fact]
    public void The_gradient_can_be_changed_in_place()
    {
        Parameter<double> weight = new("weight", new Shape(2), [1, 2]);
        Assert.True(weight.WriteGradient().IsEmpty);
        using Tape<double> tape = new();
        tape.Backward(Sum(tape.Use(weight)));
        weight.WriteGradient()[0] = 0.5;
        Assert.Equal([0.5, 1], weight.Gradient.ToArray());
        Assert.Equal(0, weight.Version);
    }

    [Fact]
    public void A_detached_value_is_a_constant()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(3), y = x * Detach(x * x);
        Assert.Equal(9, tape.Gradient(y, x).Item());
        Assert.False(Detach(x).IsActive);
    }

    [Fact]
    public void Tapes_over_the_same_parameters_run_in_parallel()
    {
        Parameter<double> weight = new("weight", new Shape(3), [1, 2, 3]);
        double[][] gradients = new double[64][];
        Parallel.For(0, gradients.Length, i =>
        {
            using Tape<double> tape = new();
            Variable<double> w = tape.Use(weight);
            gradients[i] = tape.Gradient(Sum(w * w * (double)i), w).ToArray();
        });
        for (int i = 0; i < gradients.Length; i++)
            Assert.Equal([2 * i, 4 * i, 6 * i], gradients[i]);
    }

    [Fact]
    public void A_repeated_step_allocates_nothing()
    {
        Parameter<float> weight = new("weight", new Shape(8, 8)), bias = new("bias", new Shape(8));
        weight.Write().Fill(0.1f);
        using Tape<float> tape = new();
        float[] data = new float[32];
        Shape shape = new(4, 8);
        Assert.Equal(0, Allocated.Least(() =>
        {
            tape.Reset();
            Variable<float> h = tape.Constant(data, shape);
            for (int t = 0; t < 10; t++)
                h = Tanh(Affine(h, tape.Use(weight), tape.Use(bias)));
            tape.Backward(Mean(Square(h)));
            weight.ClearGradient();
        }));
    }

    [Fact]
    public void Memory_is_constant_over_many_steps()
    {
        Parameter<float> weight = new("weight", new Shape(4, 4));
        weight.Write().Fill(0.2f);
        using Tape<float> tape = new();
        long bytes = 0, heap = 0;
        for (int step = 0; step < 100_000; step++)
        {
            tape.Reset();
            Variable<float> w = tape.Use(weight);
            tape.Backward(Sum(Tanh(w)));
            if (step == 1000)
            {
                bytes = tape.Counters.Bytes;
                heap = GC.GetAllocatedBytesForCurrentThread();
            }
        }

        Assert.Equal(bytes, tape.Counters.Bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - heap, 0, 4096);
    }

    [Fact]
    public void Memory_grows_with_the_graph_and_not_with_the_sweep()
    {
        using Tape<float> tape = new();
        Variable<float> x = tape.Variable(new float[10_000], new Shape(10_000)), y = x;
        for (int i = 0; i < 200; i++)
            y = Tanh(y);
        long before = tape.Counters.Bytes;
        tape.Gradient(Sum(y), x);

        // The sweep needs two or three arrays of the 200 that the graph holds.
        Assert.InRange(tape.Counters.Bytes - before, 0, before / 2);
    }

    [Fact]
    public void Arrays_without_elements_are_differentiated_like_others()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([], new Shape(0, 3)), y = Sum(Tanh(x) * x);
        Assert.Equal(0, y.Item());
        Variable<double> gradient = tape.Gradient(y, x);
        Assert.Equal(new Shape(0, 3), gradient.Shape);
        Assert.Empty(gradient.ToArray());
    }
}
