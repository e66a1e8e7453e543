using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core.Errors;

// Derivatives that are asked for and cannot be.
public sealed class DerivativeErrorsTests : MessageTests
{
    [Fact]
    public void NotActive()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), constant = Sin(tape.Constant(1));
        string Why(string operation, int index, string name) =>
            $"{operation}: nothing to differentiate: #{index} {name} [] was computed from constants only, or inside a no-gradient scope, or detached; "
                + "need a root that depends on a variable or a parameter.";
        Refused<TapeException>(Why("Gradient", 2, "Sin"), () => tape.Gradient(constant, x));
        Refused<TapeException>(Why("Backward", 2, "Sin"), () => tape.Backward(constant));
        Variable<double> silent;
        using (tape.NoGradient())
            silent = Cos(x);
        Refused<TapeException>(Why("Gradient", 3, "Cos"), () => tape.Gradient(silent, x));
        Refused<TapeException>(Why("Vjp", 3, "Cos"), () => tape.Vjp([silent], [tape.Constant(1)], [x]));
    }

    [Fact]
    public void DoesNotDepend()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), y = tape.Variable([1, 2], new Shape(2)), z = Sin(x), later = Cos(z);
        string Why(string operation, string root, string wrt) =>
            $"{operation}: no path: {root} does not depend on {wrt}; its gradient is not defined by the tape. "
                + "Was it detached, replaced by a copy, or computed in a no-gradient scope? Methods with `unconnected` give zeros for Unconnected.Zero.";
        Refused<TapeException>(Why("Gradient", "#2 Sin []", "#1 Variable [2]"), () => tape.Gradient(z, y));
        Refused<TapeException>(Why("Gradient", "#2 Sin []", "#1 Variable [2]"), () => tape.Gradient(z, [x, y], record: true));
        Refused<TapeException>(Why("Gradient", "#2 Sin []", "#3 Cos []"), () => tape.Gradient(z, later));
        Refused<TapeException>(Why("Jvp", "#2 Sin []", "#1 Variable [2]"), () => tape.Jvp(z, y, tape.Fill(1, new Shape(2))));
        foreach (bool record in new[] { false, true })
        {
            Variable<double>[] zeros = tape.Gradient(z, [y, later], record, Unconnected.Zero);
            Assert.Equal([0, 0], zeros[0].ToArray());
            Assert.Equal(0, zeros[1].Item());
        }

        Assert.Equal(0, tape.Jvp(z, y, tape.Fill(1, new Shape(2)), record: false, Unconnected.Zero).Item());
    }

    [Fact]
    public void NotScalar()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Refused<ArgumentException>(
            "Gradient: the root is not a scalar: its shape is [2]; need one element, or a cotangent of that shape. "
                + "Reduce it with Sum or Mean, or pass a cotangent.",
            () => tape.Gradient(x * x, x));
        Refused<ArgumentException>(
            "Backward: the root is not a scalar: its shape is [2]; need one element, or a cotangent of that shape. "
                + "Reduce it with Sum or Mean, or pass a cotangent.",
            () => tape.Backward(x * x));
        Assert.Equal([2, 4], tape.Gradient(Reshape(Sum(x * x), new Shape(1, 1)), x).ToArray());
    }

    [Fact]
    public void CotangentShape()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Refused<ArgumentException>(
            "Vjp: the cotangent does not fit: the root is [2], the cotangent [1, 2]; need equal shapes.",
            () => tape.Vjp([x * x], [tape.Constant([1, 1], new Shape(1, 2))], [x]));
        Refused<ArgumentException>(
            "Backward: the cotangent does not fit: the root is [2], the cotangent []; need equal shapes.", () => tape.Backward([x * x], [tape.Constant(1)]));
    }

    [Fact]
    public void CountsDiffer()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), y = x * x;
        Refused<ArgumentException>("Vjp: 2 roots but 1 cotangents; need one of each.", () => tape.Vjp([y, y], [x], [x]));
        Refused<ArgumentException>("Backward: 1 roots but 2 cotangents; need one of each.", () => tape.Backward([y], [x, x]));
        Refused<ArgumentException>("Jvp: 2 nodes but 1 tangents; need one of each.", () => tape.Jvp([y], [x, x], [x]));
    }

    [Fact]
    public void NoRoot()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1);
        Refused<ArgumentException>("Vjp: no root; need at least one.", () => tape.Vjp([], [], [x]));
        Refused<ArgumentException>("Backward: no root; need at least one.", () => tape.Backward([]));
    }

    [Fact]
    public void TangentShape()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Refused<ArgumentException>(
            "Jvp: the tangent does not fit: the node is [2], the tangent []; need equal shapes.", () => tape.Jvp(x * x, x, tape.Constant(1)));
    }

    [Fact]
    public void TangentShape_names_the_method_and_leaves_nothing()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), other = tape.Variable(3), one = tape.Constant(1), y = x * x, loss = Sum(y);
        TapeCounters before = tape.Counters;
        string Shapes(string operation) => $"{operation}: the tangent does not fit: the node is [2], the tangent []; need equal shapes.";
        Refused<ArgumentException>(Shapes("Hvp"), () => tape.Hvp(loss, x, one));
        Refused<ArgumentException>(Shapes("Directional"), () => tape.Directional(loss, x, one, 2));
        Refused<ArgumentException>("Hvp: 1 nodes but 2 tangents; need one of each.", () => tape.Hvp(loss, [x], [x, x]));
        foreach ((string name, Func<object> action) in new (string, Func<object>)[]
        {
            ("Hvp", () => tape.Hvp(y, x, x)),
            ("Hessian", () => tape.Hessian(y, x)),
            ("HessianProduct", () => tape.HessianProduct(y, x)),
            ("ValueAndGradient", () => tape.ValueAndGradient(_ => y, x)),
            ("ArgMin", () => Implicit.ArgMin((a, _) => a * a, x, [])),
        })
            Assert.StartsWith($"{name}: the root is not a scalar", Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
        foreach ((string name, Func<object> action) in new (string, Func<object>)[]
        {
            ("Gradient", () => tape.Gradient(loss, [x, other], record: true)),
            ("Vjp", () => tape.Vjp([loss], [one], [other], record: true)),
            ("Jvp", () => tape.Jvp([loss, other], [x], [x])),
            ("Hvp", () => tape.Hvp(loss, [x, other], [x, other])),
            ("Hessian", () => tape.Hessian(loss, other)),
            ("HessianProduct", () => tape.HessianProduct(loss, other)),
            ("Directional", () => tape.Directional(loss, other, one, 2)),
        })
            Assert.StartsWith($"{name}: no path", Assert.Throws<TapeException>(action).Message, StringComparison.Ordinal);
        Assert.Equal(before, tape.Counters with { Pushes = before.Pushes });
    }

    [Fact]
    public void ProductLengths()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Refused<ArgumentException>(
            "Linearization: lengths do not fit: the vector has 3 elements, the product 1; "
                + "need 2, as many as the nodes have together, and 2, as many as the differentiated values have.",
            () => tape.HessianProduct(Sum(x * x), x).Times(new double[3], new double[1]));
    }

    [Fact]
    public void TooManyAxes()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1], new Shape(1, 1, 1, 1, 1));
        Refused<ArgumentException>(
            "Hessian: too many axes: the root is [1, 1, 1, 1, 1], the node [1, 1, 1, 1, 1], together 10 axes; need at most 8. Reshape one to a vector.",
            () => tape.Hessian(Sum(x * x), x));
    }

    [Fact]
    public void Order()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1);
        Refused<ArgumentException>("Directional: no such order: 0; need 1 or more.", () => tape.Directional(x, x, x, 0));
    }

    [Fact]
    public void MovingDirection()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1);
        Refused<ArgumentException>(
            "Directional: the direction depends on the node, and would move with it from one order to the next; need one that does not, for recorded derivatives of "
                + "a second or higher order. Detach it.",
            () => tape.Directional(x * x, x, 2d * x, 2, record: true));
    }
}
