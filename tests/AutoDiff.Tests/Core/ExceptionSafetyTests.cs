using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// What a user's rule throws comes out as it is, and the tape goes on as if it had not been called.
public sealed class ExceptionSafetyTests
{
    [Fact]
    public void A_forward_computation_that_throws_leaves_no_trace()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        TapeCounters before = tape.Counters;
        Assert.Throws<InvalidTimeZoneException>(() => new Rule(forward: Fail).Of(x));
        Assert.Equal(before, tape.Counters);
        Assert.Equal([2, 4], tape.Gradient(Sum(x * x), x).ToArray());
    }

    [Fact]
    public void A_reverse_rule_that_throws_leaves_the_tape_as_it_was()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), good = Sum(Exp(x)), bad = Sum(new Rule(_ => Fail()).Of(x) * Exp(x));
        TapeCounters before = tape.Counters;
        Assert.Throws<InvalidTimeZoneException>(() => tape.Gradient(bad, x));
        Assert.Throws<InvalidTimeZoneException>(() => tape.Gradient(bad, x, record: true));
        Assert.Equal((before.Nodes, before.Edges, before.Bytes), (tape.Counters.Nodes, tape.Counters.Edges, tape.Counters.Bytes));
        Assert.True(tape.IsRecording);
        Assert.Equal([Math.E, Math.E * Math.E], tape.Gradient(good, x).ToArray(), new Nearly(1e-14));
        Assert.True((x * x).IsActive);
    }

    [Fact]
    public void A_forward_rule_that_throws_leaves_the_tape_as_it_was()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), bad = new Rule(jvp: Fail).Of(Exp(x));
        TapeCounters before = tape.Counters;
        Assert.Throws<InvalidTimeZoneException>(() => tape.Jvp(bad, x, x));
        Assert.Equal((before.Nodes, before.Edges), (tape.Counters.Nodes, tape.Counters.Edges));
        Assert.Equal([Math.E, Math.E * Math.E], tape.Gradient(Sum(bad), x).ToArray(), new Nearly(1e-14));
    }

    [Fact]
    public void Half_a_gradient_is_no_gradient()
    {
        Parameter<double> first = new("first", new Shape(1), [2]), second = new("second", new Shape(1), [3]);
        using Tape<double> tape = new();
        Variable<double> a = tape.Use(first), b = tape.Use(second), good = Sum(a * b);

        // The sweep reaches `second` before the rule that fails.
        Variable<double> bad = Sum(new Rule(_ => Fail()).Of(a) * b);
        tape.Backward(good);
        Assert.Throws<InvalidTimeZoneException>(() => tape.Backward(bad));
        Assert.False(first.HasGradient);
        Assert.False(second.HasGradient);
        tape.Backward(good);
        Assert.Equal([3], first.Gradient.ToArray());
        Assert.Equal([2], second.Gradient.ToArray());
    }

    [Fact]
    public void A_refusal_before_the_sweep_leaves_gradients_as_they_are()
    {
        Parameter<double> weight = new("weight", new Shape(2), [2, 3]);
        using Tape<double> tape = new();
        Variable<double> w = tape.Use(weight);
        tape.Backward(Sum(w));
        Assert.Throws<ArgumentException>(() => tape.Backward(w));
        Assert.Throws<TapeException>(() => tape.Backward(Sum(Detach(w))));
        Assert.Equal([1, 1], weight.Gradient.ToArray());
    }

    [Fact]
    public void A_failed_step_allocates_no_memory_that_later_steps_lack()
    {
        using Tape<double> tape = new();
        long bytes = 0;
        for (int step = 0; step < 100; step++)
        {
            tape.Reset();
            Variable<double> x = tape.Fill(1, new Shape(1000)), y = tape.Variable(new double[1000], new Shape(1000));
            Variable<double> bad = Sum(new Rule(_ => Fail()).Of(x * y));
            Assert.Throws<InvalidTimeZoneException>(() => tape.Gradient(bad, y));
            bytes = step == 10 ? tape.Counters.Bytes : bytes;
        }

        Assert.Equal(bytes, tape.Counters.Bytes);
    }

    // An exception that nothing else throws.
    private static void Fail() => throw new InvalidTimeZoneException("on purpose");
}
