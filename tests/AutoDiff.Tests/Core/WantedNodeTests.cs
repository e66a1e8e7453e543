using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// Gradients with respect to nodes that nothing flows through, beside others, and what a refused gradient leaves behind.
public sealed class WantedNodeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Asking_for_a_detached_node_too_changes_no_other_gradient(bool record)
    {
        using Tape<double> tape = new();
        Variable<double> a = tape.Variable([2, 3], new Shape(2)), d = Detach(a), root = Sum(d * a);
        Variable<double>[] gradients = tape.Gradient(root, [a, d], record: record);
        Assert.Equal([2.0, 3], gradients[0].ToArray());
        Assert.Equal([2.0, 3], gradients[1].ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_does_asking_for_one_that_was_not_recorded(bool record)
    {
        using Tape<double> tape = new();
        Variable<double> a = tape.Variable([2, 3], new Shape(2)), e;
        using (tape.NoGradient())
            e = Tanh(a);
        Variable<double>[] gradients = tape.Gradient(Sum(e * a), [a, e], record: record);
        Assert.Equal([Math.Tanh(2), Math.Tanh(3)], gradients[0].ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
        Assert.Equal([2.0, 3], gradients[1].ToArray());
    }

    [Fact]
    public void A_refused_gradient_gives_its_memory_back()
    {
        using Tape<double> tape = new();
        Variable<double> a = tape.Variable(1), apart = tape.Variable(new double[1000], new Shape(1000)), root = a * a;
        long Refused(int times)
        {
            for (int i = 0; i < times; i++)
                Assert.Throws<TapeException>(() => tape.Gradient(root, apart));
            return tape.Counters.Bytes;
        }

        long once = Refused(1);
        Assert.Equal(once, Refused(1000));
    }

    // One weight in both places of a sequence takes the rule that is written with operations, whose intermediate results go back.
    [Fact]
    public void A_chain_of_sequences_with_one_weight_in_two_places_leaves_nothing_out()
    {
        using Tape<double> tape = new();
        Variable<double> weights = tape.Variable(new double[16], new Shape(4, 4)), x = tape.Constant(new double[16], new Shape(2, 2, 4)),
            state = tape.Variable(new double[8], new Shape(2, 4));
        for (int i = 0; i < 20; i++)
            state = Select(ElmanSequence(x, state, weights, weights, null), 0, 1);
        tape.Gradient(Sum(state), weights);
        Assert.Equal(0, tape.Pass.LeftLive);
    }
}
