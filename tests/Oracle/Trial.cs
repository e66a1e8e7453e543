using System;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Oracle;

// A case with values drawn for it: what we say, and what to ask PyTorch. The stream decides all values.
internal sealed class Trial<T>(Case<T> subject, ulong seed, ulong stream)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const ulong StreamsPerCase = 16;

    // The gradients are computed twice, in the sweep that accumulates in place and in the one that records itself.
    public (Question Question, Derivatives Ours, Derivatives Recorded) Run()
    {
        using Tape<T> tape = new();
        Variable<T>[] inputs = [.. subject.Inputs.Select((input, i) => Draw(tape, input, i))];
        Variable<T> y = subject.Function(inputs);
        Variable<T> cotangent = Draw(tape, new WorkedInput(y.Shape, -1, 1), inputs.Length);
        Question question = new(subject.Expression, [.. inputs.Select(Tensor)], Tensor(cotangent));
        double[] value = Numbers(y);

        Variable<T>[] first = Gradients(tape, y, cotangent, inputs, record: false);
        Variable<T>[] recorded = Gradients(tape, y, cotangent, inputs, record: true);
        Variable<T> squares = recorded.Select(Squares).Aggregate(Ops.Add);
        Variable<T>[] second = Gradients(tape, squares, tape.Constant(T.One), [.. inputs, cotangent], record: false);
        double[][] numbers = [.. second.Select(Numbers)];
        return (question, new(value, [.. first.Select(Numbers)], numbers), new(value, [.. recorded.Select(Numbers)], numbers));
    }

    // Weighted, since the plain norm of some gradients, such as that of a length, never changes.
    private static Variable<T> Squares(Variable<T> gradient, int input)
    {
        T[] weights = new T[gradient.Shape.Count];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = T.CreateChecked(1 + input + ((double)i / weights.Length));
        return Ops.Sum(gradient.Tape.Constant(weights, gradient.Shape) * Ops.Square(gradient));
    }

    // Zeros where the root does not depend on an input, or on none.
    private static Variable<T>[] Gradients(Tape<T> tape, Variable<T> root, Variable<T> cotangent, Variable<T>[] inputs, bool record) =>
        root.IsActive ? tape.Vjp([root], [cotangent], inputs, record, Unconnected.Zero) : [.. inputs.Select(input => tape.Fill(T.Zero, input.Shape))];

    private static Question.Tensor Tensor(Variable<T> x) => new(x.Shape.Axes.ToArray(), Numbers(x));

    private static double[] Numbers(Variable<T> x) => Array.ConvertAll(x.ToArray(), double.CreateChecked);

    // The same draws for every type, rounded to it.
    private Variable<T> Draw(Tape<T> tape, WorkedInput input, int place)
    {
        if (subject.At is { } at)
            return tape.Variable(place < at.Count ? Array.ConvertAll(at[place], T.CreateChecked) : [.. Enumerable.Repeat(T.One, input.Shape.Count)], input.Shape);
        double[] uniform = new double[input.Shape.Count];
        CounterRandom.FillUniform<double>(seed, (stream * StreamsPerCase) + (ulong)place, 0, uniform);
        return tape.Variable(Array.ConvertAll(uniform, u => T.CreateChecked(input.Low + ((input.High - input.Low) * u))), input.Shape);
    }
}
