using System;
using System.Threading;
using Xunit;

namespace AutoDiff.Tests.Scalars;

// Every message about scalar tapes, word for word.
public sealed class ScalarErrorsTests
{
    [Fact]
    public void Foreign_after_a_reset()
    {
        using ScalarTape<double> tape = Model();
        Scalar<double> x = tape.Variable(2.5), y = tape.Variable(2.5);
        tape.Reset();
        const string Why = "Scalar: a number of entry 1 is not on the tape made at Model.cs:12: its own tape was reset or disposed, or belongs to "
            + "another thread. Make variables anew after a reset; carry Value from one tape to another.";
        Refused<TapeException>(Why, () => x * y);
        Refused<TapeException>(Why, () => tape.Record(Scalar<double>.Sin(x)));
        Refused<TapeException>(Why, () => tape.Gradient(1 / (x + 1), tape.Variable(1)));
        Refused<TapeException>(Why, () => Scalar<double>.Sqrt(x - x));
        Refused<TapeException>(Why, () => Scalar<double>.MultiplyAddEstimate(x, x, y));
        Refused<TapeException>(Why, () => Scalar<double>.FusedMultiplyAdd(x, 2, y));
        Refused<TapeException>(Why, () => tape.Variable(1) * x);
        Refused<TapeException>(Why, () => tape.Gradient(x, tape.Variable(1)));
        Refused<TapeException>(Why, () => tape.Gradient(tape.Variable(1), x));
        Assert.Equal(2, tape.Gradient(2 * tape.Variable(1), tape.Variable(1)) + 2);
    }

    [Fact]
    public void Foreign_without_a_tape()
    {
        ScalarTape<double> tape = Model();
        Scalar<double> x = tape.Variable(2.5), y = tape.Variable(2.5);
        tape.Dispose();
        string why = $"Scalar: a number of entry 1 is on a tape, but thread {Environment.CurrentManagedThreadId} has none; the tape is disposed, or "
            + "belongs to another thread. Compute before the tape is disposed, on its own thread; carry Value beyond it.";
        Refused<TapeException>(why, () => x + y);
        Refused<TapeException>(why, () => -x * y);
        Refused<TapeException>(why, () => Scalar<double>.FusedMultiplyAdd(x, x, y));
    }

    [Fact]
    public void Foreign_of_a_tape_below()
    {
        using ScalarTape<double> outer = Model();
        Scalar<double> x = outer.Variable(2.5);
        using ScalarTape<double> inner = Model();
        Refused<TapeException>(
            "Scalar: a number of entry 1 is on the tape made at Model.cs:12, but the one made at Model.cs:12 is in use; need operands of the tape made "
                + "or reset last. Take the outer number as a constant through Value, or nest the types: the inner tape over Scalar<T>.",
            () => x * inner.Variable(1));
    }

    // While the tape is in use by its own.
    [Fact]
    public void Foreign_on_another_thread()
    {
        using ScalarTape<double> tape = Model();
        Scalar<double> x = tape.Variable(2.5), y = tape.Variable(2) * x;
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(() =>
        {
            string why = $"Scalar: a number of entry 3 is on a tape, but thread {Environment.CurrentManagedThreadId} has none; the tape is disposed, or "
                + "belongs to another thread. Compute before the tape is disposed, on its own thread; carry Value beyond it.";
            Refused<TapeException>(why, () => y * x);
            Refused<TapeException>(why, () => Scalar<double>.MultiplyAddEstimate(y, y, x));
            using ScalarTape<double> own = Model();
            Assert.Throws<TapeException>(() => y * x);
            Assert.Throws<TapeException>(() => own.Variable(1) * x);
        }));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
        Assert.Equal(3, tape.Count);
    }

    [Fact]
    public void NotCurrent()
    {
        using ScalarTape<double> first = Model(), second = Model();
        const string Why = "the tape made at Model.cs:12 is not in use: its thread uses the one made or reset later, made at Model.cs:12; "
            + "need the tape in use. Dispose of that one, or reset this one.";
        Refused<TapeException>("Variable: " + Why, () => first.Variable(1));
        Refused<TapeException>("Variables: " + Why, () => first.Variables(1));
        first.Reset();
        Refused<TapeException>("Variable: " + Why, () => second.Variable(1));
        Scalar<double> x = first.Variable(1);
        second.Reset();
        Assert.Equal(1, first.Gradient(x, x));
    }

    [Fact]
    public void Disposed()
    {
        ScalarTape<double> tape = Model();
        tape.Dispose();
        const string Why = "the tape made at Model.cs:12 is disposed; make a new one, or keep it and call Reset between steps.";
        Refused<TapeException>("Variable: " + Why, () => tape.Variable(1));
        Refused<TapeException>("Reset: " + Why, tape.Reset);
        Refused<TapeException>("Gradient: " + Why, () => tape.Gradient(1, 1));
    }

    [Fact]
    public void OfAnotherThread()
    {
        using ScalarTape<double> tape = Model();
        int owner = Environment.CurrentManagedThreadId;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            string why = $"the tape made at Model.cs:12 belongs to thread {owner}, but thread {Environment.CurrentManagedThreadId} uses it; "
                + "make a tape on every thread, and dispose of it there.";
            failure = Record.Exception(() =>
            {
                Refused<TapeException>("Dispose: " + why, tape.Dispose);
                Refused<TapeException>("Reset: " + why, tape.Reset);
                Refused<TapeException>("Variable: " + why, () => tape.Variable(1));
            });
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
        Assert.Equal(0, tape.Count);
    }

    [Fact]
    public void Constant_and_counts()
    {
        using ScalarTape<double> tape = Model();
        Scalar<double> x = tape.Variable(1), y = x * x;
        Refused<TapeException>("Gradient: nothing to differentiate: 3 is a constant; need a number that was computed from a variable of the tape.", () => tape.Gradient(3, x));
        Refused<TapeException>("Gradient: nothing to differentiate: 4 is a constant; need a number that was computed from a variable of the tape.", () => tape.Gradient(y, 4));
        Refused<TapeException>(
            "Vjp: nothing to differentiate: there is no root; need one at least.",
            () => tape.Vjp([], [], [x], new double[1]));
        Refused<ArgumentException>("Vjp: 2 roots but 1 cotangents; need one of each.", () => tape.Vjp([x, y], [1], [x], new double[1]));
        Refused<ArgumentException>(
            "Gradient: 1 numbers to differentiate with respect to but 2 places for derivatives; need one of each.", () => tape.Gradient(y, [x], new double[2]));
        Refused<ArgumentException>(
            "Jacobian: 2 pairs of a root and a number to differentiate with respect to but 1 places for derivatives; need one of each.",
            () => tape.Jacobian([x, y], [x], new double[1]));
        Refused<TapeException>(
            "Jacobian: nothing to differentiate: 4 is a constant; need a number that was computed from a variable of the tape.",
            () => tape.Jacobian([y], [4], new double[1]));
        Refused<TapeException>(
            "Gradient: 2 is a function of entry 1 alone and has no entry of its own, so that no derivative arrives at it; "
                + "need a variable or a recorded number. Take it through Record where it is computed.",
            () => tape.Gradient(y, x + 1));
        Refused<TapeException>("Record: nothing to differentiate: 4 is a constant; need a number that was computed from a variable of the tape.", () => tape.Record(4));
        Refused<ArgumentException>("Variables: 2 values but 1 variables; need one of each.", () => tape.Variables([1, 2], new Scalar<double>[1]));
        Refused<ArgumentException>("Along: 1 numbers but 2 numbers of the direction; need one of each.", () => Derivative.Along(v => v[0], [1.0], [1, 2]));
        Refused<ArgumentException>("Hvp: 1 numbers but 2 numbers of the direction; need one of each.", () => Derivative.Hvp(v => v[0], [1.0], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScalarTape<double>(-1).Dispose());
        Assert.Equal(2, tape.Gradient(y, x));
    }

    private static ScalarTape<double> Model() => new(capacity: 10, "/home/me/Model.cs", 12);

    private static void Refused<TException>(string message, Func<object> call)
        where TException : Exception => Assert.Equal(message, Assert.Throws<TException>(call).Message);

    private static void Refused<TException>(string message, Action call)
        where TException : Exception => Assert.Equal(message, Assert.Throws<TException>(call).Message);
}
