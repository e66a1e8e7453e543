using System;
using System.Collections.Generic;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

public sealed class BackwardPassTests
{
    private static readonly IEqualityComparer<double> Near = new Nearly(1e-12);

    // The inputs are computed, so that their gradients have no memory yet when the rule gives its first contribution.
    [Fact]
    public void A_result_that_two_inputs_share_is_not_overwritten_while_it_is_read()
    {
        using Tape<double> tape = new();
        Variable<double> leaf = tape.Variable([1, 2, 3], new Shape(3)), x = Exp(leaf), w = tape.Constant([1, 10, 100], new Shape(3));
        Variable<double> gradient = tape.Gradient(Sum(w * SharedTerm.Of(x, x)), leaf);
        Assert.Equal([202 * Math.Exp(1), 40 * Math.Exp(2), 202 * Math.Exp(3)], gradient.ToArray(), Near);
    }

    [Fact]
    public void A_result_that_is_added_again_later_is_not_overwritten_before()
    {
        using Tape<double> tape = new();
        Variable<double> leaf = tape.Variable([1, 2], new Shape(2)), x = Exp(leaf), z = tape.Variable([5, 6], new Shape(2)), zz = 1d * z;
        Variable<double>[] gradients = tape.Gradient(Sum(LateReader.Of(x, x, zz)), [leaf, z]);
        double e = Math.Exp(1), ee = Math.Exp(2);
        Assert.Equal([(3 * e) + (2 * e * e), (3 * ee) + (2 * ee * ee)], gradients[0].ToArray(), Near);
        Assert.Equal([3, 3], gradients[1].ToArray());
    }

    [Fact]
    public void A_cotangent_of_which_a_part_is_stretched_over_the_rest_is_not_overwritten_while_it_is_read()
    {
        // Every row counts in the first row too: y = x + e₀ · (sum of the rows), so that xBar = yBar + (its first row).
        CustomFunction<double> collects = new(
            "Collects", x => x[0] + Pad(Sum(x[0], [0], keepAxes: true), 0, 0, 2), (in call) => call.Add(0, call.Cotangent + Slice(call.Cotangent, 0, 0, 1)));
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(new double[6], new Shape(3, 2)), w = tape.Constant([1, 2, 3, 4, 5, 6], new Shape(3, 2));
        Variable<double> root = Sum(w * collects.Apply(Negate(x)));
        Assert.Equal([-2, -4, -4, -6, -6, -8], tape.Gradient(root, x).ToArray());
        Assert.Equal([-2, -4, -4, -6, -6, -8], tape.Gradient(root, x, record: true).ToArray());
    }

    [Fact]
    public void Several_roots_count_with_their_own_cotangents()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2, 3], new Shape(3));
        Variable<double> y = x * x, z = 5d * x;
        Variable<double> v = tape.Constant([1, 10, 100], new Shape(3)), w = tape.Constant([1, 2, 3], new Shape(3));
        Assert.Equal([(1 * 2 * 1) + 5, (10 * 2 * 2) + 10, (100 * 2 * 3) + 15], tape.Vjp([y, z], [v, w], [x])[0].ToArray());
    }

    [Fact]
    public void A_backward_pass_follows_only_what_leads_to_a_parameter()
    {
        using Tape<double> tape = new();
        Parameter<double> weight = new("weight", new Shape(2), [3, 4]);
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), inner = Exp(Sin(x)), y = Sum(inner * tape.Use(weight));
        tape.Backward(y);
        Assert.Equal(2, tape.Counters.Pushes);
        Assert.Equal(inner.ToArray(), weight.Gradient.ToArray());
        Assert.Equal([3 * Math.Exp(Math.Sin(1)) * Math.Cos(1), 4 * Math.Exp(Math.Sin(2)) * Math.Cos(2)], tape.Gradient(y, x).ToArray(), Near);
    }

    [Fact]
    public void A_root_named_twice_counts_twice()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(3);
        Variable<double> y = x * x;
        Assert.Equal(12, tape.Vjp([y, y], [tape.Constant(1), tape.Constant(1)], [x])[0].Item());
    }

    [Fact]
    public void A_root_may_be_an_ancestor_of_another()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(3), y = x * x, z = y * y;
        Assert.Equal((4 * 27) + (10 * 6), tape.Vjp([z, y], [tape.Constant(1), tape.Constant(10)], [x])[0].Item());
    }

    [Fact]
    public void Gradients_with_respect_to_intermediate_values_are_theirs()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(3), y = x * x, z = y * y;
        Variable<double>[] gradients = tape.Gradient(z, [x, y, z, y]);
        Assert.Equal([108, 18, 1, 18], Array.ConvertAll(gradients, gradient => gradient.Item()));
    }

    [Fact]
    public void The_gradient_of_a_value_with_respect_to_itself_is_one()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(3);
        Assert.Equal(1, tape.Gradient(x, x).Item());
        Assert.Equal(1, tape.Jvp(x, x, tape.Constant(1)).Item());
    }

    [Fact]
    public void Backward_again_adds_up_and_clearing_starts_over()
    {
        Parameter<double> weight = new("weight", new Shape(2), [2, 3]);
        using Tape<double> tape = new();
        Variable<double> loss = Sum(tape.Use(weight) * tape.Use(weight));
        Assert.False(weight.HasGradient);
        Assert.True(weight.Gradient.IsEmpty);
        tape.Backward(loss);
        Assert.Equal([4, 6], weight.Gradient.ToArray());
        tape.Backward(loss);
        Assert.Equal([8, 12], weight.Gradient.ToArray());
        weight.ClearGradient();
        Assert.False(weight.HasGradient);
        tape.Backward(loss);
        Assert.Equal([4, 6], weight.Gradient.ToArray());
    }

    [Fact]
    public void Backward_leaves_parameters_alone_that_the_root_does_not_depend_on()
    {
        Parameter<double> used = new("used", new Shape(1), [2]), idle = new("idle", new Shape(1), [3]);
        using Tape<double> tape = new();
        Variable<double> other = tape.Use(idle);
        tape.Backward(Sum(Square(tape.Use(used))));
        Assert.Equal([4], used.Gradient.ToArray());
        Assert.False(idle.HasGradient);
        Assert.Equal([3], other.ToArray());
    }

    [Fact]
    public void Gradient_leaves_the_gradients_of_parameters_alone()
    {
        Parameter<double> weight = new("weight", new Shape(2), [2, 3]);
        using Tape<double> tape = new();
        Variable<double> w = tape.Use(weight);
        Assert.Equal([4, 6], tape.Gradient(Sum(Square(w)), w).ToArray());
        Assert.False(weight.HasGradient);
    }

    [Fact]
    public void Pushes_are_the_edges_on_paths_from_the_root_to_what_is_asked_for()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(0.3), y = tape.Variable(0.7), constant = tape.Constant(2);
        Variable<double> left = Exp(x), right = Sin(y), beside = Cos(x);
        Variable<double> sum = (left * constant) + right;
        tape.Gradient(sum, x);
        Assert.Equal(3, tape.Counters.Pushes);
        tape.Gradient(sum, [x, y]);
        Assert.Equal(5, tape.Counters.Pushes);
        tape.Gradient(sum, [x, y], record: true);
        Assert.Equal(5, tape.Counters.Pushes);
        Assert.True(beside.IsActive);
    }

    [Fact]
    public void Diamonds_forty_deep_have_linear_pushes()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1), y = x;
        for (int i = 0; i < 40; i++)
            y = (y + y) * 0.5;
        Assert.Equal(1, tape.Gradient(y, x).Item());
        Assert.Equal(40 * 3, tape.Counters.Pushes);
    }

    [Fact]
    public void A_chain_of_a_million_operations_is_swept_without_recursion()
    {
        using Tape<float> tape = new();
        Variable<float> x = tape.Variable(1), y = x;
        for (int i = 0; i < 1_000_000; i++)
            y = Negate(y);
        Assert.Equal(1, tape.Gradient(y, x).Item());
        Assert.Equal(1_000_000, tape.Counters.Pushes);
    }

    [Fact]
    public void Losses_at_every_step_of_a_chain_cost_linear_pushes_in_one_sweep()
    {
        const int Steps = 100;
        using Tape<double> tape = new();
        Variable<double> state = tape.Variable(0.5), first = state, total = tape.Constant(0);
        for (int t = 0; t < Steps; t++)
        {
            state = Sin(state);
            total = total + state;
        }

        tape.Gradient(total, first);

        // A step's own edge, and the loss's two; the first sum starts from a constant.
        Assert.Equal((3 * Steps) - 1, tape.Counters.Pushes);
    }

    [Fact]
    public void A_sweep_leaves_only_its_results_on_the_tape()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), y = Sum(Tanh(x) * Exp(x));
        TapeCounters before = tape.Counters;
        tape.Gradient(y, x);
        Assert.Equal(before.Nodes + 1, tape.Counters.Nodes);
        Assert.Equal(before.Edges, tape.Counters.Edges);
        Assert.Equal(0, tape.Pass.LeftLive);
    }
}
