using System;
using AutoDiff.Checking;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// A variable that stands for a parameter.
public sealed class SubstitutionTests
{
    private readonly Parameter<double> _weight = new("weight", new Shape(2), [3, 4]);

    // y = (2 w)²: dy/dw = 8 w, through the variable to the parameter it was computed from.
    [Fact]
    public void Gradients_flow_through_it_to_the_parameter()
    {
        using Tape<double> tape = new();
        Variable<double> y;
        using (tape.Substitute(_weight, 2 * tape.Use(_weight)))
            y = Sum(Square(tape.Use(_weight)));
        Assert.Equal(100, y.Item());
        tape.Backward(y);
        Assert.Equal([24, 32], _weight.Gradient.ToArray());
    }

    [Fact]
    public void It_ends_with_its_scope_and_the_innermost_counts()
    {
        using Tape<double> tape = new();
        Variable<double> first = tape.Use(_weight), one = tape.Constant([1, 1], new Shape(2)), two = tape.Constant([2, 2], new Shape(2));
        using (tape.Substitute(_weight, one))
        {
            using (tape.Substitute(_weight, two))
                Assert.Equal(two, tape.Use(_weight));
            Assert.Equal(one, tape.Use(_weight));
        }

        Assert.Equal(first, tape.Use(_weight));
    }

    [Fact]
    public void A_reset_ends_it_too()
    {
        using Tape<double> tape = new();
        using (tape.Substitute(_weight, tape.Constant([1, 1], new Shape(2))))
        {
            tape.Reset();
            Assert.Equal([3, 4], tape.Use(_weight).ToArray());
        }

        Assert.Equal([3, 4], tape.Use(_weight).ToArray());
    }

    // A learning step inside the loss (Finn, Abbeel and Levine 2017): L(w - a L'(w)), differentiated to any order.
    [Fact]
    public void A_step_of_an_inner_optimiser_is_differentiable()
    {
        Variable<double> Inner(Tape<double> tape) => Sum(Sin(tape.Use(_weight)));
        Variable<double> Outer(Tape<double> tape)
        {
            Variable<double> gradient = tape.Gradient(Inner(tape), [tape.Use(_weight)], record: true)[0];
            using SubstitutionScope<double> faster = tape.Substitute(_weight, tape.Use(_weight) - (0.1 * gradient));
            return Inner(tape);
        }

        GradientCheck.Of(Outer, [_weight]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    [Fact]
    public void Another_shape_or_tape_is_refused()
    {
        using Tape<double> tape = new(), other = new();
        string message = Assert.Throws<ArgumentException>(() => { tape.Substitute(_weight, tape.Constant(1)); }).Message;
        Assert.Contains("weight [2]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => { tape.Substitute(null!, tape.Constant(1)); });
        Assert.Throws<TapeException>(() => { tape.Substitute(_weight, other.Use(_weight)); });
        Assert.Equal([3, 4], tape.Use(_weight).ToArray());
    }
}
