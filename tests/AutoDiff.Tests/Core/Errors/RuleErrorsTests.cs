using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core.Errors;

// Rules that do what a rule may not.
public sealed class RuleErrorsTests : MessageTests
{
    [Fact]
    public void Nested()
    {
        using Tape<double> tape = Model();
        Parameter<double> weight = new("weight", Shape.Scalar, [2]);
        Variable<double> w = tape.Use(weight), other = Sin(w);
        foreach ((string name, Action<VjpAction> action) in new (string, Action<VjpAction>)[]
        {
            ("Gradient", call => call.Tape.Gradient(other, w)),
            ("Vjp", call => call.Tape.Vjp([other], [call.Tape.Constant(1)], [w])),
            ("Jvp", call => call.Tape.Jvp(other, w, call.Tape.Constant(1))),
            ("Gradient", call => call.Tape.Hvp(other, w, call.Tape.Constant(1))),
            ("Backward", call => call.Tape.Backward(other)),
            ("Reset", call => call.Tape.Reset()),
            ("Dispose", call => call.Tape.Dispose()),
        })
        {
            Variable<double> y = new Rule(action).Of(w);
            string why = $"{name}: the tape made at Model.cs:12 is computing a derivative; "
                + "a rule may apply operations, but not start another derivative, and not reset or dispose of the tape.";
            Refused<TapeException>(why, () => tape.Gradient(y, w));
            Refused<TapeException>(why, () => tape.Gradient(y, w, record: true));
            Refused<TapeException>(why, () => tape.Backward(y));
        }

        Assert.Equal(Math.Cos(2), tape.Gradient(other, w).Item(), 15);
    }

    [Fact]
    public void ContributionShape()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Variable<double> y = Sum(new Rule(contribution: yBar => Reshape(yBar, new Shape(2, 1))).Of(x));
        const string Why = "Rule: the rule's contribution to input 0 does not fit: the input is [2], the contribution [2, 1]; "
            + "need the input's shape, or one that the input broadcasts to.";
        Refused<ArgumentException>(Why, () => tape.Gradient(y, x));
        Refused<ArgumentException>(Why, () => tape.Gradient(y, x, record: true));
    }

    [Fact]
    public void TangentShape_of_a_rule()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Variable<double> y = new Rule(contribution: yDot => Reshape(yDot, new Shape(2, 1))).Of(x);
        Refused<ArgumentException>(
            "Rule: the rule's contribution to the tangent does not fit: the result is [2], the contribution [2, 1]; "
                + "need the result's shape, or one that broadcasts to it.",
            () => tape.Jvp(y, x, x));
    }

    [Fact]
    public void RuleIsRecorded()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), y = tape.Apply(default(OpensAlways), x);
        Assert.Equal(1, tape.Gradient(y, x).Item());
        Refused<TapeException>(
            "OpensAlways: the reverse rule reads Open while it is recorded, or run for one example of a batch; plain numbers carry no derivative. "
                + "Ask MayOpen first, and write the rule with operations where it does not hold.",
            () => tape.Gradient(y, x, record: true));
    }

    [Fact]
    public void BatchShape()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>(
            "NarrowBatch: the batching rule's result does not fit: it is [3], all examples together are [2, 3]; need the examples along a new first axis.",
            () => tape.Map(NarrowBatch.Of, tape.Fill(1, new Shape(2, 3))));
    }

    // The identity, by a rule that does not ask whether it may open.
    private readonly struct OpensAlways : IPrimitive<double>
    {
        public static string Name => "OpensAlways";

        public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

        public void Forward(in ForwardCall<double> call) => call.Input(0).CopyTo(call.Output);

        public void Vjp(in VjpCall<double> call) => call.Open(0, out _)[0] = call.Cotangent.Item();

        public void Jvp(in JvpCall<double> call) => call.Add(call.Tangent(0));
    }
}
