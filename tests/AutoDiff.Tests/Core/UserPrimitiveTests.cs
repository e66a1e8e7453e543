using System;
using System.Collections.Generic;
using AutoDiff.Checking;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

public sealed class UserPrimitiveTests
{
    [Fact]
    public void Attributes_of_any_size_come_back_as_they_were()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(0.5), y = x;
        List<Variable<double>> terms = [];
        for (int i = 0; i < 50; i++)
            terms.Add(new Polynomial(default, default, default, i, 2, 3, 4, 5, 6 + i).Of(x));
        foreach (Variable<double> term in terms)
            y = y + term;
        double slope = 1;
        for (int i = 0; i < 50; i++)
            slope += 2 + (6 * 0.5) + (12 * 0.25) + (20 * 0.125) + (5 * (6 + i) * 0.0625);
        Assert.Equal(slope, tape.Gradient(y, x).Item(), 1e-10);
        Assert.Equal(slope, tape.Jvp(y, x, tape.Constant(1)).Item(), 1e-10);
    }

    [Fact]
    public void Managed_attributes_live_as_long_as_the_tape_needs_them()
    {
        using Tape<double> tape = new();
        List<string> calls = [];
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), y = x;
        for (int i = 0; i < 5; i++)
        {
            string name = $"rule {i}";
            y = new Rule(_ => calls.Add(name)).Of(y);
        }

        GC.Collect();
        tape.Gradient(Sum(y), x);
        Assert.Equal(["rule 4", "rule 3", "rule 2", "rule 1", "rule 0"], calls);
    }

    [Fact]
    public void A_user_s_operation_passes_the_gradient_check()
    {
        Polynomial polynomial = new(default, default, default, 1, -2, 3, -4, 5, -6);
        GradientCheck.Of(x => polynomial.Of(x[0]), [new WorkedInput(new Shape(5), -1, 1)]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    [Fact]
    public void A_contribution_of_another_shape_is_summed_over_the_stretched_axes()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), w = tape.Constant([1, 2, 3, 4, 5, 6], new Shape(3, 2));
        Variable<double> y = Sum(new Rule(contribution: yBar => yBar * w).Of(x));
        Assert.Equal([9, 12], tape.Gradient(y, x).ToArray());
        Assert.Equal([9, 12], tape.Gradient(y, x, record: true).ToArray());
    }

    [Fact]
    public void Contributions_that_are_not_wanted_are_ignored()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), fixedOne = tape.Constant([3, 4], new Shape(2));
        Assert.Equal([3, 3], tape.Gradient(Sum(LateReader.Of(x, fixedOne, fixedOne)), x).ToArray());
        Assert.Equal(2, tape.Counters.Pushes);
    }

    [Fact]
    public void Any_number_of_inputs_can_be_given()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Variable<double> y = tape.Apply(default(LateReader), [x, x, x]);
        Assert.Equal(3, tape.Counters.Edges);
        Assert.Equal([6 + 2, 6 + 4], tape.Gradient(Sum(y), x).ToArray());
    }

    [Fact]
    public void Whole_numbers_are_kept_for_an_operation()
    {
        using Tape<double> tape = new();
        Indices first = tape.Keep([1, 2, 3]), second = tape.Keep([7, 8]);
        Assert.Equal((3, 2), (first.Count, second.Count));
        Assert.Equal([1, 2, 3], tape.Read(first).ToArray());
        Assert.Equal([7, 8], tape.Read(second).ToArray());
    }

    [Fact]
    public void A_pointwise_rule_that_writes_into_cotangents_itself_is_run_each_time()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2, 3], new Shape(3));
        for (int time = 0; time < 3; time++)
            Assert.Equal([2, 2, 2], tape.Gradient(Sum(tape.Apply(default(Doubled), x)), x).ToArray());
    }

    // It is met in the sweep, which forgets it: later it is met again.
    [Fact]
    public void A_rule_may_read_a_parameter_that_the_tape_has_not_met()
    {
        using Tape<double> tape = new();
        Parameter<double> scale = new("scale", new Shape(2), [10, 20]), weight = new("weight", new Shape(2), [1, 2]);
        Variable<double> w = tape.Use(weight), y = w;
        for (int i = 0; i < 3; i++)
            y = ReplaceGradient(y * y, yBar => yBar * tape.Use(scale));
        tape.Backward(Sum(y));
        Assert.Equal([8 * 1000, 8 * 128 * 8000], weight.Gradient.ToArray());
        Assert.False(scale.HasGradient);
        Assert.Equal([weight], tape.ParametersInUse());
        tape.Backward(Sum(Exp(w) + Square(tape.Use(scale))));
        Assert.Equal([20, 40], scale.Gradient.ToArray());
    }

    private readonly struct Doubled : IPrimitive<double>
    {
        public static string Name => "Doubled";

        public static bool IsPointwise => true;

        public static void Map(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y, bool accumulate)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = (accumulate ? y[i] : 0) + (2 * a[i]);
        }

        public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

        public void Forward(in ForwardCall<double> call) => Map(call.Input(0), default, call.Output, call.Accumulate);

        public void Vjp(in VjpCall<double> call) => Map(call.Cotangent.Values, default, call.Open(0, out bool accumulate), accumulate);

        public void Jvp(in JvpCall<double> call) => call.Add(call.Tape.Apply(default(Doubled), call.Tangent(0)));
    }
}
