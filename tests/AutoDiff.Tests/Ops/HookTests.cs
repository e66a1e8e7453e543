using System;
using System.Collections.Generic;
using AutoDiff.Checking;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// Gradients seen and replaced on their way, functions with rules of their own, and slopes that are not the function's.
public sealed class HookTests
{
    private static readonly CustomFunction<double> Log1PlusExp = new(
        "Log1PlusExp",
        x => Log(1d + Exp(x[0])),
        vjp: (in call) => call.Add(0, call.Cotangent * Sigmoid(call.Input(0))),
        jvp: (in call) => call.Add(call.Tangent(0) * Sigmoid(call.Input(0))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_whole_gradient_is_seen_once_a_pass(bool record)
    {
        using Tape<double> tape = new();
        List<double> seen = [];
        Variable<double> x = tape.Variable(3), y = ObserveGradient(x * x, g => seen.Add(g.Item()));
        Variable<double> z = (y * y) + (2d * y);
        Assert.Equal(20 * 6, tape.Gradient(z, x, record).Item());
        Assert.Equal([20], seen);
        tape.Gradient(z, x, record);
        Assert.Equal([20, 20], seen);
    }

    [Fact]
    public void Another_gradient_goes_on()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, -2, 3], new Shape(3));
        Variable<double> loss = Sum(Square(ReplaceGradient(x, g => Clamp(g, -3d, 3d))));
        Assert.Equal([2, -3, 3], tape.Gradient(loss, x).ToArray());

        // The replacement is differentiated: 2x where it is not clipped.
        Assert.Equal([2, 0, 0], tape.Gradient(Sum(tape.Gradient(loss, x, record: true)), x).ToArray());
        Variable<double> reversed = Sum(Square(ReplaceGradient(x, g => -0.5 * g)));
        Assert.Equal([-1, 2, -3], tape.Gradient(reversed, x).ToArray());
        Assert.Equal(2 - 4 + 6, tape.Jvp(reversed, x, tape.Constant([1, 1, 1], new Shape(3))).Item());
    }

    [Fact]
    public void Parameters_get_the_gradient_that_replaced_theirs()
    {
        using Tape<double> tape = new();
        Parameter<double> weight = new("weight", new Shape(2), [3, 4]);
        Variable<double> Normalised(Variable<double> g) => g / Sqrt(Sum(Square(g)));
        tape.Backward(Sum(Square(ReplaceGradient(tape.Use(weight), Normalised))));
        Assert.Equal([0.6, 0.8], weight.Gradient.ToArray());
    }

    [Fact]
    public void A_hook_of_another_shape_is_refused_and_the_tape_goes_on()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), y = Sum(ReplaceGradient(x, _ => _.Tape.Constant([1, 2, 3], new Shape(3))));
        Assert.Contains("GradientHook: the rule's contribution", Assert.Throws<ArgumentException>(() => tape.Gradient(y, x)).Message, StringComparison.Ordinal);
        Assert.Equal([1, 1], tape.Gradient(Sum(x), x).ToArray());
        Assert.Throws<ArgumentNullException>(() => ObserveGradient(x, null!));
    }

    [Fact]
    public void In_a_batched_map_a_hook_sees_one_example()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([3, 4, 0.5, 0], new Shape(2, 2));
        BatchReport report = new();
        Variable<double> y = tape.Map(one => Sum(Square(ReplaceGradient(one, g => g / Sqrt(Sum(Square(g)))))), x, report);
        Assert.Equal([0.6, 0.8, 1, 0], tape.Gradient(Sum(y), x).ToArray());
        Assert.Equal("2 operations at once; example by example: GradientHook 1", report.ToString());
    }

    [Fact]
    public void A_custom_function_has_its_own_rules()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1000), y = Log1PlusExp.Apply(x);
        Assert.True(double.IsNaN(tape.Gradient(Log(1d + Exp(x)), x).Item()));
        Assert.Equal(1, tape.Gradient(y, x).Item());
        Assert.Equal(1, tape.Jvp(y, x, tape.Constant(1)).Item());
        GradientCheck.Of(v => Log1PlusExp.Apply(v[0]), [new WorkedInput(new Shape(4))]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    [Fact]
    public void A_custom_function_whose_rule_is_wrong_is_found_by_the_check()
    {
        CustomFunction<double> wrong = new("Wrong", x => Square(x[0]), vjp: (in call) => call.Add(0, call.Cotangent * call.Input(0)));
        GradientReport report = GradientCheck.Of(v => wrong.Apply(v[0]), [new WorkedInput(new Shape(2), 1, 2)]).AgainstFiniteDifferences().Report();
        Assert.NotEmpty(report.Mismatches);
        Assert.All(report.Mismatches, mismatch => Assert.Equal(0.5, mismatch.Error, 1e-6));
    }

    [Fact]
    public void A_rule_that_is_missing_is_named()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2), one = tape.Constant(1);
        CustomFunction<double> backwards = new("Backwards", v => v[0] * v[0] * v[0], vjp: (in call) => call.Add(0, call.Cotangent * 7d));
        CustomFunction<double> forwards = new("Forwards", v => v[0] * v[0] * v[0], jvp: (in call) => call.Add(call.Tangent(0) * 5d));
        Assert.Equal((8, 7), (backwards.Apply(x).Item(), tape.Gradient(backwards.Apply(x), x).Item()));
        Assert.Equal(5, tape.Jvp(forwards.Apply(x), x, one).Item());
        Assert.Equal(
            "Backwards: no forward rule: the custom function was made without one; need the argument jvp, or use the other mode.",
            Assert.Throws<NotSupportedException>(() => tape.Jvp(backwards.Apply(x), x, one)).Message);
        Assert.Contains("Forwards: no reverse rule", Assert.Throws<NotSupportedException>(() => tape.Gradient(forwards.Apply(x), x)).Message, StringComparison.Ordinal);
        Assert.Equal(1, tape.Gradient(x, x).Item());
    }

    [Fact]
    public void A_custom_function_of_many_inputs()
    {
        using Tape<double> tape = new();
        CustomFunction<double> sum = new("SumOfFour", x => x[0] + x[1] + x[2] + x[3], vjp: (in call) =>
        {
            for (int i = 0; i < 4; i++)
                call.Add(i, (i + 1d) * call.Cotangent);
        });
        Variable<double>[] x = [tape.Variable(1), tape.Variable(2), tape.Variable(3), tape.Variable(4)];
        Variable<double> y = sum.Apply(x);
        Assert.Equal(10, y.Item());
        Assert.Equal([1, 2, 3, 4], Array.ConvertAll(tape.Gradient(y, x), g => g.Item()));
    }

    [Fact]
    public void The_identity_as_a_custom_function_passes_no_gradient_of_its_own()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2);
        Assert.Equal(3, tape.Gradient(new CustomFunction<double>("Identity", v => v[0], vjp: (in call) => call.Add(0, 3d * call.Cotangent)).Apply(x), x).Item());
    }

    [Fact]
    public void A_rounded_value_has_the_slope_of_what_was_rounded()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([0.3, 1.7, -2.6], new Shape(3));
        Variable<double> rounded = tape.Constant(Array.ConvertAll(x.ToArray(), Math.Round), x.Shape), y = StraightThrough(rounded, x);
        Assert.Equal([0, 2, -3], y.ToArray());
        Assert.Equal([0, 4, -6], tape.Gradient(Sum(Square(y)), x).ToArray());
        Assert.Equal([1, 1, 1], tape.Jvp(y, x, tape.Fill(1, x.Shape)).ToArray());

        // No path to the value itself.
        Variable<double> w = tape.Variable(1), both = StraightThrough(w * 5d, w);
        Assert.Equal(1, tape.Gradient(both, w).Item());
    }
}
