using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core.Errors;

// What is done with a tape, or a value of one, after its time or in another place.
public sealed class LifetimeErrorsTests : MessageTests
{
    [Fact]
    public void NoTape()
    {
        Refused<TapeException>(
            "Variable: no variable: the handle is `default`, which is on no tape; need one made by a tape or by an operation.",
            () => Sin(default(Variable<double>)));
        using Tape<double> tape = Model();
        Refused<TapeException>(
            "Multiply: no variable: the handle is `default`, which is on no tape; need one made by a tape or by an operation.",
            () => tape.Variable(1) * default(Variable<double>));
        Refused<TapeException>(
            "Gradient: no variable: the handle is `default`, which is on no tape; need one made by a tape or by an operation.",
            () => tape.Gradient(default, tape.Variable(1)));
        Assert.Equal("no variable", default(Variable<double>).ToString());
    }

    [Fact]
    public void Disposed()
    {
        Tape<double> tape = Model();
        tape.Dispose();
        tape.Dispose();
        const string Why = "the tape made at Model.cs:12 is disposed; make a new one, or keep it and call Reset between steps.";
        Refused<TapeException>("Variable: " + Why, () => tape.Variable(1));
        Refused<TapeException>("Constant: " + Why, () => tape.Constant(1));
        Refused<TapeException>("Fill: " + Why, () => tape.Fill(1, new Shape(2)));
        Refused<TapeException>("Keep: " + Why, () => tape.Keep([1]));
        Refused<TapeException>("Use: " + Why, () => tape.Use(new Parameter<double>("w", new Shape(1))));
        Refused<TapeException>("Reset: " + Why, () => tape.Reset());
        Refused<TapeException>("Adopt: " + Why, tape.Adopt);
    }

    [Fact]
    public void ValueOfDisposed()
    {
        Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), y = Sin(x);
        tape.Dispose();
        const string Why = "variable #1 is gone: the tape made at Model.cs:12 is disposed. "
            + "Copy what must outlive a tape with ToArray, or carry a recurrent state with its own copy.";
        Refused<TapeException>("Values: " + Why, () => y.Item());
        Refused<TapeException>("Shape: " + Why, () => y.Shape);
        Refused<TapeException>("IsActive: " + Why, () => y.IsActive);
        Assert.Equal("#1 of a tape that was reset or disposed", y.ToString());
    }

    [Fact]
    public void ValueOfReset()
    {
        using Tape<double> tape = Model();
        Variable<double> state = Sin(tape.Variable(1));
        tape.Reset("/home/me/Train.cs", 34);
        const string Why = "variable #1 is gone: the tape made at Model.cs:12 was reset at Train.cs:34. A state that crosses from one step to the next "
            + "must be copied out of the tape: detach it and carry its values, or let a truncation policy do so.";
        Refused<TapeException>("Cos: " + Why, () => Cos(state));
        Refused<TapeException>("Add: " + Why, () => tape.Variable(1) + state);
        Refused<TapeException>("Values: " + Why, () => state.ToArray());
        Refused<TapeException>("Backward: " + Why, () => tape.Backward(state));
        Refused<TapeException>("Gradient: " + Why, () => tape.Gradient(tape.Variable(1), state));
        Refused<TapeException>("Jvp: " + Why, () => tape.Jvp(state, tape.Variable(1), tape.Constant(1)));
    }

    [Fact]
    public void ValueOfSevered()
    {
        using Tape<double> tape = Model();
        Variable<double> state = Sin(tape.Variable(1)), later = Cos(state);
        tape.Sever([later], [], "/home/me/Train.cs", 34);
        const string Why = "variable #1 is gone: the tape made at Model.cs:12 was severed at Train.cs:34, and it was not kept. "
            + "Name what is used later in `keep` there, or carry its values as a constant.";
        Refused<TapeException>("Cos: " + Why, () => Cos(state));
        Refused<TapeException>("Values: " + Why, () => state.ToArray());
        Refused<TapeException>("Gradient: " + Why, () => tape.Gradient(tape.Variable(1), state));
        Assert.Equal("#1 of a tape that was severed", state.ToString());
    }

    [Fact]
    public void ValueOfDerivative()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), kept = default;
        tape.Gradient(new Rule(call => kept = call.Cotangent).Of(x), x);
        Refused<TapeException>(
            $"Values: variable #{kept.Number} is gone: it was computed inside a derivative on the tape made at Model.cs:12, by a rule or on the way to the result, "
                + "which alone is kept. Copy its values there with ToArray, or record the derivative.",
            () => kept.ToArray());
    }

    // Other values have taken its place by then.
    [Fact]
    public void ValueOfDerivative_among_later_values()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), w = tape.Constant(3), kept = default, product = default, input = default;
        string why = "is gone: it was computed inside a derivative on the tape made at Model.cs:12, by a rule or on the way to the result, "
            + "which alone is kept. Copy its values there with ToArray, or record the derivative.";
        Variable<double> y = new Rule(_ => Assert.Contains(why, Assert.Throws<TapeException>(() => kept.ToArray()).Message, StringComparison.Ordinal)).Of(Exp(x));
        y = new Rule(call => (kept, product, input) = (call.Cotangent, call.Cotangent * w, call.Input)).Of(y);
        Assert.Equal(Math.E, tape.Gradient(y, x).Item(), 1e-15);
        Variable<double> later = Sin(Sin(Sin(Sin(x))));
        Refused<TapeException>($"Values: variable #{kept.Number} {why}", () => kept.ToArray());
        Refused<TapeException>($"Multiply: variable #{product.Number} {why}", () => product * later);
        Assert.Equal($"#{kept.Number} of a rule that is over", kept.ToString());
        Assert.Equal(Math.E, input.Item(), 1e-15);
    }

    [Fact]
    public void AnotherTape()
    {
        using Tape<double> tape = Model(), other = new("Other.cs", 5);
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), y = other.Variable(3);
        Refused<TapeException>(
            "Add: a variable of another tape: #0 Variable [] is on the tape made at Other.cs:5, the operation on the one made at Model.cs:12; "
                + "need all inputs on one tape. Pass its values as a constant?",
            () => x + y);
        Refused<TapeException>(
            "Gradient: a variable of another tape: #0 Variable [] is on the tape made at Other.cs:5, the operation on the one made at Model.cs:12; "
                + "need all inputs on one tape. Pass its values as a constant?",
            () => tape.Gradient(Sum(x), y));
    }

    [Fact]
    public void AnotherThread()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1);
        int here = Environment.CurrentManagedThreadId, there = 0;
        TapeException? refused = null;
        Run(() =>
        {
            there = Environment.CurrentManagedThreadId;
            refused = Assert.Throws<TapeException>(() => Sin(x));
        });
        Assert.Equal(
            $"Sin: the tape made at Model.cs:12 belongs to thread {here}, but thread {there} uses it; "
                + "give every thread a tape of its own, or call Adopt on the thread that takes it over.",
            refused!.Message);
        Run(() =>
        {
            tape.Adopt();
            Assert.Equal(Math.Sin(1), Sin(x).Item(), 15);
        });
        Assert.Throws<TapeException>(() => Sin(x));
        tape.Reset();
        Assert.Equal(2, tape.Variable(2).Item());
    }

    [Fact]
    public void NotOneElement()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>(
            "Item: not one element: the shape is [2, 3] with 6 elements; need exactly 1. Use Values or ToArray.", () => tape.Fill(1, new Shape(2, 3)).Item());
        Assert.Equal(1, tape.Fill(1, new Shape(1, 1)).Item());
    }

    [Fact]
    public void WrongLength()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>(
            "Variable: the values do not fill the shape: [2, 3] has 6 elements, 2 values were given; need as many values as elements.",
            () => tape.Variable([1, 2], new Shape(2, 3)));
        Refused<ArgumentException>(
            "Constant: the values do not fill the shape: [] has 1 elements, 0 values were given; need as many values as elements.",
            () => tape.Constant([], Shape.Scalar));
        Refused<ArgumentException>(
            "Parameter: the values do not fill the shape: [2] has 2 elements, 3 values were given; need as many values as elements.",
            () => new Parameter<double>("w", new Shape(2), [1, 2, 3]));
        Assert.Equal(0, tape.Counters.Nodes);
    }
}
