using System;
using System.Linq;
using System.Numerics;
using AutoDiff.Checking;
using AutoDiff.Tests.Core;
using AutoDiff.Tests.Laws.Wrong;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Laws;

public sealed class GradientCheckTests
{
    [Fact]
    public void A_right_gradient_passes_every_check()
    {
        GradientReport report = GradientCheck.Of(x => Tanh(MatMul(x[0], x[1])), [new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3, 2))])
            .AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Report();
        Assert.True(report.Passed);

        // 12 elements and 4 directions; 4 directions of all inputs and of each; 4 times three comparisons.
        Assert.Equal((12 + 4 + (4 * 3) + (4 * 3), 0), (report.Compared, report.Skipped));
        Assert.Equal("GradientCheck of x => Tanh(MatMul(x[0], x[1])): 0 wrong of 40 compared, 0 skipped at kinks or outside the domain.", report.ToString());
    }

    [Fact]
    public void Differences_and_forward_mode_are_checked_unless_something_is_asked_for()
    {
        Assert.Equal(3 + 4 + 4, GradientCheck.Of(x => Sin(x[0]), [new WorkedInput(new Shape(3))]).Report().Compared);
        Assert.Equal(2, GradientCheck.Of(x => Sin(x[0]), [new WorkedInput(new Shape(3))]).AgainstForwardMode().Directions(2).Report().Compared);
    }

    [Fact]
    public void A_wrong_gradient_names_input_element_and_both_slopes()
    {
        Parameter<double> right = new("right", new Shape(2), [1, 2]), wrong = new("wrong", new Shape(2, 1), [0.5, 0.75]);
        GradientCheckException failure = Assert.Throws<GradientCheckException>(() =>
            GradientCheck.Of(x => Sum(x[0]) + Sum(x[0].Tape.Apply(default(WrongSign), x[1])), [right, wrong]).AgainstFiniteDifferences().Assert());
        GradientMismatch first = failure.Report.Mismatches[0];
        Assert.Equal(("finite differences", "wrong", 1, 0, -1), (first.Check, first.Input, first.InputIndex, first.Element, first.Analytic));
        Assert.Equal(1, first.Numeric, 1e-9);
        Assert.Equal(2, first.Error, 1e-9);
        Assert.Contains("wrong of 8 compared", failure.Message, StringComparison.Ordinal);
        Assert.Contains("finite differences: input 1 wrong, element 0: the slopes differ: -1 by the rules, ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            var input0 = new Parameter<double>("right", new Shape(2), [1d, 2d]);
            var input1 = new Parameter<double>("wrong", new Shape(2, 1), [0.5d, 0.75d]);
            GradientCheck.Of(x => Sum(x[0]) + Sum(x[0].Tape.Apply(default(WrongSign), x[1])), [input0, input1]).AgainstFiniteDifferences().Directions(4).Seed(1).Assert();
            """, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_mode_and_second_order_find_what_they_are_for()
    {
        GradientReport forward = GradientCheck.Of(x => x[0].Tape.Apply(default(WrongSign), x[0]), [new WorkedInput(new Shape(3), 0.5, 2)]).AgainstForwardMode().Report();
        Assert.All(forward.Mismatches, mismatch => Assert.Equal("<Vjp(w), v> and <w, Jvp(v)> differ", mismatch.Reason));
        Assert.Equal(4, forward.Mismatches.Count);
        WorkedInput[] inputs = [new WorkedInput(new Shape(3), 0.5, 2)];
        Assert.True(GradientCheck.Of(x => x[0].Tape.Apply(default(FrozenRule), x[0]), inputs).Report().Passed);
        Assert.False(GradientCheck.Of(x => x[0].Tape.Apply(default(FrozenRule), x[0]), inputs).SecondOrder().Report().Passed);
    }

    // Beyond the few, elements are not tried one by one; a wrong direction is halved until one element is left.
    [Fact]
    public void One_wrong_element_among_many_is_found()
    {
        const int Wrong = 777;
        double[] mask = [.. Enumerable.Range(0, 1000).Select(i => i == Wrong ? 2.0 : 1.0)];
        GradientReport report = GradientCheck.Of(
            x => Sum(new Rule(contribution: yBar => yBar * yBar.Tape.Constant(mask, new Shape(1000))).Of(x[0])), [new WorkedInput(new Shape(1000))])
            .AgainstFiniteDifferences().Report();
        Assert.Contains(report.Mismatches, mismatch => mismatch.Element == Wrong && Math.Abs(mismatch.Numeric - 1) < 1e-8 && mismatch.Analytic == 2);
    }

    [Fact]
    public void At_a_kink_any_slope_between_the_one_sided_ones_is_right()
    {
        GradientReport report = GradientCheck.Of(x => Relu(x[0]) + Abs(x[0]), [new Parameter<double>("x", new Shape(3), [0, 1, -1])]).AgainstFiniteDifferences().Report();
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void At_a_kink_other_slopes_are_skipped_and_counted()
    {
        // Ties share evenly: the slope of the larger is 0.75 there, between 0.5 and 1, and five times that is not. Away from it, 5 is wrong.
        GradientReport report = GradientCheck.Of(x => new Rule(contribution: yBar => yBar * 5d).Of(Max(x[0], x[0] * 0.5)), [new Parameter<double>("x", new Shape(2), [0, 1])])
            .AgainstFiniteDifferences().Directions(0).Report();
        Assert.Equal((1, 1, 1), (report.Compared, report.Skipped, report.Mismatches.Count));
        Assert.Equal(1, report.Mismatches[0].Element);

        GradientReport lost = GradientCheck.Of(x => Log(x[0]), [new Parameter<double>("x", Shape.Scalar, [-1])]).AgainstFiniteDifferences().Report();
        Assert.Equal((0, 5, false), (lost.Compared, lost.Skipped, lost.Passed));
        Assert.Contains("Nothing was left to compare; need inputs away from kinks and inside the domain.", lost.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kink_nearby_is_stepped_around()
    {
        GradientReport report = GradientCheck.Of(x => Abs(x[0]), [new Parameter<double>("x", new Shape(2), [1e-5, -3e-6])]).AgainstFiniteDifferences().Directions(0).Report();
        Assert.Equal((2, 0, true), (report.Compared, report.Skipped, report.Passed));
    }

    [Fact]
    public void Outside_the_domain_nothing_is_judged()
    {
        GradientReport report = GradientCheck.Of(x => Sqrt(x[0]), [new Parameter<double>("x", new Shape(2), [0, 1])]).AgainstFiniteDifferences().Directions(0).Report();
        Assert.Equal((1, true), (report.Compared, report.Passed));
    }

    [Fact]
    public void Parameters_get_their_numbers_back_even_if_the_function_throws()
    {
        Parameter<double> weight = new("weight", new Shape(2), [1, -0.0]);
        GradientCheck.Of(tape => Sum(Square(tape.Use(weight))), [weight]).SecondOrder().AgainstFiniteDifferences().Assert();
        Assert.Equal([1, -0.0], weight.Values.ToArray());
        int calls = 0;
        Assert.Throws<InvalidTimeZoneException>(() => GradientCheck.Of(
            tape => calls++ < 5 ? Sum(Square(tape.Use(weight))) : throw new InvalidTimeZoneException(), [weight]).AgainstFiniteDifferences().Assert());
        Assert.Equal([1, -0.0], weight.Values.ToArray());
    }

    [Fact]
    public void Float_needs_a_tolerance_of_its_own()
    {
        Parameter<float> weight = new("weight", new Shape(4), [0.1f, 0.2f, 0.3f, 0.4f]);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => GradientCheck.Of(tape => Sum(Tanh(tape.Use(weight))), [weight]).Assert());
        Assert.Equal(
            "GradientCheck: float resolves too little for finite differences at the default tolerance; need double, or a tolerance of your own. "
                + "Check the same source in double, or call Within(1e-2).",
            refusal.Message);
        GradientCheck.Of(tape => Sum(Tanh(tape.Use(weight))), [weight]).Within(1e-2).Assert();
    }

    [Fact]
    public void The_same_seed_gives_the_same_report()
    {
        string Report(int seed) => GradientCheck.Of(x => x[0].Tape.Apply(default(WrongSign), x[0]), [new WorkedInput(new Shape(3), 0.5, 2)]).Seed(seed).Report().ToString();
        Assert.Equal(Report(3), Report(3));
        Assert.NotEqual(Report(3), Report(4));
    }

    [Fact]
    public void A_function_without_elements_passes() =>
        Assert.True(GradientCheck.Of(x => Sum(x[0]), [new WorkedInput(new Shape(0))]).AgainstFiniteDifferences().SecondOrder().Report().Passed);

    [Fact]
    public void Parameters_are_found_by_running_the_function()
    {
        Parameter<double> weight = new("weight", new Shape(2), [1, 2]), other = new("other", Shape.Scalar, [3]);
        GradientReport report = GradientCheck.Of(tape => Sum(Square(tape.Use(weight))) * tape.Use(other)).AgainstFiniteDifferences().Directions(1).Report();
        Assert.Equal((3 + 1, true), (report.Compared, report.Passed));
        Assert.Equal(
            "GradientCheck of tape => Sum(Square(tape.Use(weight))) * tape.Use(other): 0 wrong of 4 compared, 0 skipped at kinks or outside the domain.",
            report.ToString());
        Parameter<double> wrong = new("wrong", new Shape(1), [1]);
        Assert.Contains(
            "input 0 wrong, element 0",
            GradientCheck.Of(tape => Sum(tape.Use(wrong).Tape.Apply(default(WrongSign), tape.Use(wrong)))).Report().ToString(),
            StringComparison.Ordinal);
        ArgumentException none = Assert.Throws<ArgumentException>(() => GradientCheck.Of(tape => tape.Variable(1)));
        Assert.Contains("tape => tape.Variable(1) uses no parameter", none.Message, StringComparison.Ordinal);
        Parameter<float> narrow = new("narrow", Shape.Scalar, [3]);
        Assert.Contains(
            "need double",
            Assert.Throws<ArgumentException>(() => GradientCheck.Of<float>(tape => Square(tape.Use(narrow))).Report()).Message,
            StringComparison.Ordinal);
        Assert.True(GradientCheck.Of<float>(tape => Square(tape.Use(narrow))).Within(1e-2).Report().Passed);
    }

    [Fact]
    public void What_was_skipped_is_listed_with_its_reason()
    {
        GradientReport report = GradientCheck.Of(x => Sum(Log(x[0])), [new Parameter<double>("x", new Shape(2), [0, 1])]).AgainstFiniteDifferences().Directions(1).Report();
        GradientSkip skip = report.Skips[0];
        Assert.Equal(
            ("finite differences", "x", 0, 0, double.PositiveInfinity, "outside the domain: not finite nearby"),
            (skip.Check, skip.Input, skip.InputIndex, skip.Element, skip.Analytic, skip.Reason));
        Assert.Equal(report.Skips.Count, report.Skipped);
    }

    // The mean of a softmax never moves: one mode says 0, the other what is left of terms that cancel.
    [Fact]
    public void Rounding_that_is_left_of_terms_that_cancel_is_no_error()
    {
        for (int seed = 0; seed < 200; seed++)
            GradientCheck.Of(x => Mean(Softmax(x[0])), [new WorkedInput(new Shape(5))], seed).Seed(seed).AgainstForwardMode().Assert();
    }

    // Where the function is so curved that its one-sided slopes differ, as near an extreme, there still is one slope alone.
    [Theory]
    [InlineData(1, true)]
    [InlineData(1.01, false)]
    [InlineData(-1, false)]
    public void Curvature_is_no_kink(double factor, bool isRight)
    {
        GradientReport extreme = Elements(x => Square(Scaled(x[0], factor)), 1e-4, 1), steep = Elements(x => Exp(Scaled(x[0], factor) * 1e4), 1e-4, 1e-3);
        GradientReport wave = Elements(x => Sin(Scaled(x[0], factor) * 2e5), 1e-3, 0.7), bend = Elements(x => Square(Relu(x[0])) + Scaled(x[0], factor), 0);
        Assert.Equal(isRight, extreme.Passed);
        Assert.Equal(isRight, steep.Passed);
        Assert.Equal(isRight, wave.Passed);
        Assert.Equal(isRight, bend.Passed);
        Assert.Equal(0, extreme.Skipped + steep.Skipped + wave.Skipped + bend.Skipped);
        Assert.True(Elements(x => Square(Relu(x[0])), 0).Passed);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1.01, false)]
    [InlineData(-1, false)]
    public void Neither_huge_nor_tiny_numbers_hide_an_error(double factor, bool isRight)
    {
        foreach (double scale in new[] { 1e-30, 1, 1e30 })
        {
            Passes(isRight, x => Sum(Square(Scaled(x[0], factor))), scale);
            Passes(isRight, x => Sum(Sin(Scaled(x[0], factor))) * scale, 1);
            Passes(isRight, x => Sum(Sin(Scaled(x[0], factor) / scale)), scale);
        }

        static void Passes(bool isRight, WorkedFunction<double> function, double scale)
        {
            Parameter<double> x = new("x", new Shape(2), [0.4 * scale, 0.7 * scale]);
            Assert.Equal(isRight, GradientCheck.Of(function, [x]).AgainstFiniteDifferences().Report().Passed);
            Assert.Equal(isRight, GradientCheck.Of(function, [x]).AgainstForwardMode().Report().Passed);
        }
    }

    // Functions whose result cancels, or whose slope has a kink: the rounding of what they compute with is no error, at any magnitude of the inputs.
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1e-3)]
    [InlineData(1e-12)]
    public void Rounding_within_a_function_is_no_error(double magnitude)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            Passes(x => Mean(Softmax(x)), seed);
            Passes(x => Sum((x - Mean(x)) / StandardDeviation(x)), seed);
            Passes(x => MatMul(Reshape(x, new Shape(3, 3)), Inverse(Reshape(x, new Shape(3, 3)))), seed);
            Passes(x => x + 1e3 - 1e3 - x, seed);
            Passes(x => Square(Relu(x - Slice(x, 0, 3, 1))), seed);
        }

        void Passes(Func<Variable<double>, Variable<double>> function, int seed) =>
            GradientCheck.Of(x => function(x[0]), [new WorkedInput(new Shape(9), -magnitude, magnitude)], seed)
                .Seed(seed).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    // What is left of the residuals of a fit is rounding, and so is its gradient.
    [Fact]
    public void At_a_minimum_a_slope_is_resolved_to_the_rounding_of_the_inputs()
    {
        double[] at = [0.3, -0.6, 0.7, 1.1], targets = Array.ConvertAll(at, x => (x * 0.1) + double.BitIncrement(x) - x);
        WorkedFunction<double> loss = x => Mean(Square((x[0] * 0.1) - x[0].Tape.Constant(targets, new Shape(4))));
        GradientCheck.Of(loss, [new Parameter<double>("x", new Shape(4), at)]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    [Fact]
    public void In_float_rounding_hides_no_error_of_a_twentieth()
    {
        Parameter<float> x = new("x", new Shape(2), [1, -0.5f]);
        Assert.True(Check(1).Passed);
        Assert.False(Check(1.05f).Passed);

        GradientReport Check(float factor) => GradientCheck.Of(v => Sum(Square(Scaled(v[0], factor))), [x]).AgainstFiniteDifferences().Within(1e-2).Report();
    }

    [Fact]
    public void No_kink_excuses_a_gradient_that_is_not_a_number()
    {
        GradientReport report = Elements(x => Sqrt(Square(x[0])), 0, 1);
        Assert.Equal("the gradient is not finite", Assert.Single(report.Mismatches).Reason);
    }

    [Fact]
    public void A_function_that_is_another_each_time_is_refused()
    {
        Random random = new(1);
        GradientChecker<double> check = GradientCheck.Of(x => Sum(x[0]) + random.NextDouble(), [new WorkedInput(new Shape(3))]);
        Assert.Contains("is not the same each time", Assert.Throws<ArgumentException>(check.Assert).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_can_compare_nothing_does_not_pass()
    {
        GradientChecker<double> check = GradientCheck.Of(x => Sum(Scaled(x[0], 3)), [new WorkedInput(new Shape(2))]).AgainstForwardMode();
        GradientReport report = check.Directions(0).Report();
        Assert.False(report.Passed);
        Assert.Contains("Nothing was compared; need a direction at least.", report.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => check.Directions(-1));
        foreach (double error in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Contains("need a positive number", Assert.Throws<ArgumentOutOfRangeException>(() => check.Within(error)).Message, StringComparison.Ordinal);
    }

    private static GradientReport Elements(WorkedFunction<double> function, params double[] at) =>
        GradientCheck.Of(function, [new Parameter<double>("x", new Shape(at.Length), at)]).AgainstFiniteDifferences().Directions(0).Report();

    // The identity, whose gradient is too large by a factor.
    private static Variable<T> Scaled<T>(Variable<T> x, T factor)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new CustomFunction<T>("Scaled", v => v[0] * T.One, (in call) => call.Add(0, call.Cotangent * factor), (in call) => call.Add(call.Tangent(0))).Apply(x);
}
