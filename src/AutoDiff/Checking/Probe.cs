using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Checking;

/// <summary>
/// A function under examination: it is called anywhere, and differentiated in every way that the library has, each time
/// on a tape of its own. Numbers go in and come out as doubles, which hold every narrower type exactly.
/// </summary>
internal sealed class Probe<T>(IReadOnlyList<Shape> shapes, Probe<T>.Build build)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Puts inputs on the tape and calls the function.
    public delegate Variable<T> Build(Tape<T> tape, double[][] at, Variable<T>[] inputs);

    public static Probe<T> Of(IReadOnlyList<Shape> shapes, WorkedFunction<T> function) => new(shapes, (tape, at, inputs) =>
    {
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = tape.Variable(Precisions<T>.Round(at[i]), shapes[i]);
        return function(inputs);
    });

    public IReadOnlyList<Shape> Shapes => shapes;

    public double[] Value(double[][] at) => Value(at, out _);

    public double[] Value(double[][] at, out Shape shape)
    {
        using Tape<T> tape = new();
        Variable<T> y = Call(tape, at, out _);
        shape = y.Shape;
        return Widen(y);
    }

    // The cotangents of the inputs: w, the cotangent of the result, through the reverse rules.
    public double[][] Vjp(double[][] at, double[] w, bool record = false)
    {
        using Tape<T> tape = new();
        Variable<T> y = Call(tape, at, out Variable<T>[] inputs);
        return Array.ConvertAll(Reverse(tape, y, w, inputs, record), Widen);
    }

    // How large the numbers are that go into <w, y>, as far as their rounding moves it.
    public double Scale(double[][] at, double[] w)
    {
        using Tape<T> tape = new();
        Variable<T> y = Call(tape, at, out _);
        return Scale(tape, [y], [tape.Constant(Precisions<T>.Round(w), y.Shape)]);
    }

    // The same of those that go into <Vjp(w), v>.
    public double Scale(double[][] at, double[] w, double[][] v)
    {
        using Tape<T> tape = new();
        (Variable<T>[] gradients, Variable<T>[] along) = Gradients(tape, at, w, v, out _);
        return Scale(tape, gradients, along);
    }

    // The tangent of the result: v, the tangents of the inputs, through the forward rules.
    public double[] Jvp(double[][] at, double[][] v)
    {
        using Tape<T> tape = new();
        Variable<T> y = Call(tape, at, out Variable<T>[] inputs);
        return Widen(tape.Jvp([y], inputs, Constants(tape, v), record: false, Unconnected.Zero)[0]);
    }

    // The derivative of <Vjp(w), v> with respect to the inputs: reverse over reverse.
    public double[][] HessianByReverse(double[][] at, double[] w, double[][] v)
    {
        using Tape<T> tape = new();
        (Variable<T>[] gradients, Variable<T>[] along) = Gradients(tape, at, w, v, out Variable<T>[] inputs);
        return gradients.Length == 0
            ? Vectors.Zeros(at)
            : Array.ConvertAll(tape.Vjp(gradients, along, inputs, record: false, Unconnected.Zero), Widen);
    }

    // The derivative of Vjp(w) along v: forward over reverse.
    public double[][] HessianByForward(double[][] at, double[] w, double[][] v)
    {
        using Tape<T> tape = new();
        Variable<T> y = Call(tape, at, out Variable<T>[] inputs);
        Variable<T>[] gradients = Reverse(tape, y, w, inputs, record: true);
        return Array.ConvertAll(tape.Jvp(gradients, inputs, Constants(tape, v), record: false, Unconnected.Zero), Widen);
    }

    public Variable<T> Call(Tape<T> tape, double[][] at, out Variable<T>[] inputs)
    {
        inputs = new Variable<T>[shapes.Count];
        return build(tape, at, inputs);
    }

    // The sum of |x · x's cotangent| over all that is recorded: a rounding of each moves the roots' sum by as many units at most. What is below the least
    // normal number rounds as that does. Source: Griewank and Walther, "Evaluating Derivatives" (2008), chapter 3.
    private static double Scale(Tape<T> tape, Variable<T>[] roots, Variable<T>[] w)
    {
        List<Variable<T>> nodes = [];
        for (int i = 0; i < tape.Count; i++)
        {
            if (tape.EntryAt(i).Is(EntryFlags.Active))
                nodes.Add(tape.HandleOf(i));
        }

        double sum = Precisions<T>.LeastNormal;
        Variable<T>[] cotangents = roots.Length == 0 ? [] : tape.Vjp(roots, w, [.. nodes], record: false, Unconnected.Zero);
        for (int i = 0; i < cotangents.Length; i++)
        {
            double part = Vectors.AbsDot(Widen(nodes[i]), Widen(cotangents[i]));
            sum += double.IsFinite(part) ? part : 0;
        }

        return sum;
    }

    // The gradients that depend on something, and the parts of v that belong to them.
    private (Variable<T>[] Gradients, Variable<T>[] Along) Gradients(Tape<T> tape, double[][] at, double[] w, double[][] v, out Variable<T>[] inputs)
    {
        Variable<T> y = Call(tape, at, out inputs);
        Variable<T>[] gradients = Reverse(tape, y, w, inputs, record: true), along = Constants(tape, v);
        int[] moving = [.. Enumerable.Range(0, gradients.Length).Where(i => gradients[i].IsActive)];
        return (Array.ConvertAll(moving, i => gradients[i]), Array.ConvertAll(moving, i => along[i]));
    }

    private static Variable<T>[] Reverse(Tape<T> tape, Variable<T> y, double[] w, Variable<T>[] inputs, bool record) =>
        tape.Vjp([y], [tape.Constant(Precisions<T>.Round(w), y.Shape)], inputs, record, Unconnected.Zero);

    private static double[] Widen(Variable<T> variable) => Precisions<T>.Widen(variable.Values);

    private Variable<T>[] Constants(Tape<T> tape, double[][] values)
    {
        Variable<T>[] constants = new Variable<T>[values.Length];
        for (int i = 0; i < values.Length; i++)
            constants[i] = tape.Constant(Precisions<T>.Round(values[i]), shapes[i]);
        return constants;
    }
}
