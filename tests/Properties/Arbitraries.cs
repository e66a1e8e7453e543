using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace AutoDiff.Properties;

/// <summary>Where random shapes and graphs come from, and how they shrink.</summary>
public static class Arbitraries
{
    private const int MaxRank = 4;

    // 0 and 1 are where rules about shapes go wrong.
    private static readonly int[] Lengths = [0, 1, 1, 2, 3, 4, 5, 8, 17];

    /// <summary>Shapes of up to four axes, with lengths 0 and 1 among them.</summary>
    public static Arbitrary<Shape> Shapes { get; } =
        Arb.From(Gen.Choose(0, MaxRank).SelectMany(rank => Gen.ArrayOf(Gen.Elements(Lengths), rank)).Select(lengths => new Shape(lengths)), Smaller);

    /// <summary>Pairs of shapes that broadcast with each other.</summary>
    public static Arbitrary<BroadcastPair> Broadcasts { get; } =
        Arb.From(Shapes.Generator.SelectMany(result => Gen.Choose(0, int.MaxValue - 1).Select(seed => Pair(result, new Random(seed)))), Smaller);

    /// <summary>Random programs without kinks.</summary>
    public static Arbitrary<GraphProgram> SmoothGraphs { get; } = Graphs(kinks: false);

    /// <summary>Random programs with kinks, branches on values, and loops as long as values decide.</summary>
    public static Arbitrary<GraphProgram> AllGraphs { get; } = Graphs(kinks: true);

    /// <summary>Arrays for the inputs of a function, inside their intervals: an operation's domain, a model's weights.</summary>
    /// <param name="inputs">Shapes and intervals.</param>
    /// <returns>An array of elements for each input. They shrink to rounder numbers of the same intervals.</returns>
    public static Arbitrary<double[][]> Inputs(params WorkedInput[] inputs) => Arb.From(
        Seeded(random => Array.ConvertAll(inputs, input => Numbers.Draw(random, input.Shape.Count, input.Low, input.High))),
        values => Enumerable.Range(0, inputs.Length).SelectMany(
            i => Numbers.Simpler(values[i], inputs[i].Low, inputs[i].High).Select(simpler => values.Select((array, at) => at == i ? simpler : array).ToArray())));

    /// <summary>Inputs of recurrent models. They shrink to fewer steps, fewer sequences and rounder numbers.</summary>
    /// <param name="features">How many numbers in a step of a sequence.</param>
    /// <param name="maxSteps">The largest number of steps; the smallest is 1.</param>
    /// <param name="maxBatch">The largest number of sequences; the smallest is 1.</param>
    /// <param name="low">The smallest number.</param>
    /// <param name="high">The largest number.</param>
    public static Arbitrary<SequenceSample> Sequences(int features, int maxSteps = 8, int maxBatch = 3, double low = -1, double high = 1) => Arb.From(
        Seeded(random =>
        {
            int steps = random.Next(1, maxSteps + 1), batch = random.Next(1, maxBatch + 1);
            return new SequenceSample(steps, batch, features, Numbers.Draw(random, steps * batch * features, low, high));
        }),
        sample => Smaller(sample, low, high));

    private static Gen<TValue> Seeded<TValue>(Func<Random, TValue> draw) => Gen.Choose(0, int.MaxValue - 1).Select(seed => draw(new Random(seed)));

    private static IEnumerable<SequenceSample> Smaller(SequenceSample sample, double low, double high)
    {
        int row = sample.Batch * sample.Features;
        foreach (int steps in new[] { sample.Steps / 2, sample.Steps - 1 }.Distinct().Where(steps => steps > 0))
            yield return sample with { Steps = steps, Values = [.. sample.Values.Take(steps * row)] };
        if (sample.Batch > 1)
            yield return sample with { Batch = 1, Values = [.. Enumerable.Range(0, sample.Steps).SelectMany(step => sample.Values.Skip(step * row).Take(sample.Features))] };
        foreach (double[] simpler in Numbers.Simpler([.. sample.Values], low, high))
            yield return sample with { Values = simpler };
    }

    private static Arbitrary<GraphProgram> Graphs(bool kinks) =>
        Arb.From(Gen.Sized(size => Gen.Choose(0, int.MaxValue - 1).Select(seed => Draw(new Random(seed), 2 + (size / 2), kinks))), Smaller);

    private static GraphProgram Draw(Random random, int maxSteps, bool kinks)
    {
        int rows = random.Next(1, 5), columns = random.Next(1, 6);
        GraphProgram empty = new(rows, columns, [], []);
        List<double[]> inputs = [];
        for (int i = random.Next(1, 5); i > 0; i--)
            inputs.Add([.. Enumerable.Range(0, empty.ShapeOf(inputs.Count).Count).Select(_ => Math.Round((random.NextDouble() * 3) - 1.5, 4))]);
        int[] kinds = [.. Enumerable.Range(0, StepKinds.All.Count).Where(kind => kinks || !StepKinds.All[kind].HasKinks)];
        List<GraphStep> steps = [];
        for (int i = random.Next(1, maxSteps + 1); i > 0; i--)
        {
            int known = inputs.Count + steps.Count;
            steps.Add(new GraphStep(kinds[random.Next(kinds.Length)], Operand(random, known), Operand(random, known), Math.Round((random.NextDouble() * 2) - 1, 3)));
        }

        return new GraphProgram(rows, columns, inputs, steps);
    }

    // Half of the time one of the last three values: chains get long, and old values are used again.
    private static int Operand(Random random, int known) => random.Next(2) == 0 ? random.Next(known) : known - 1 - random.Next(Math.Min(3, known));

    // A line less, an input less, simpler lines, rounder numbers.
    private static IEnumerable<GraphProgram> Smaller(GraphProgram program)
    {
        if (program.Steps.Count > 2)
        {
            yield return With(program, steps: [.. program.Steps.Take(program.Steps.Count / 2)]);
            yield return With(program, steps: [.. program.Steps.Skip(program.Steps.Count / 2)]);
        }

        for (int i = program.Steps.Count - 1; i >= 0 && program.Steps.Count > 1; i--)
            yield return With(program, steps: [.. program.Steps.Where((_, at) => at != i)]);
        if (program.Inputs.Count > 1)
            yield return With(program, inputs: [.. program.Inputs.Take(program.Inputs.Count - 1)]);
        if (program.Rows > 1)
            yield return Cut(program, 1, program.Columns);
        if (program.Columns > 1)
            yield return Cut(program, program.Rows, 1);
        for (int i = 0; i < program.Steps.Count; i++)
        {
            if (program.Steps[i].Kind > 0)
                yield return With(program, steps: [.. program.Steps.Select((step, at) => at == i ? step with { Kind = 0 } : step)]);
        }

        GraphProgram rounded = With(program, inputs: [.. program.Inputs.Select(numbers => Array.ConvertAll(numbers, number => Math.Round(number, 1)))]);
        if (!rounded.Inputs.SelectMany(numbers => numbers).SequenceEqual(program.Inputs.SelectMany(numbers => numbers)))
            yield return rounded;
    }

    private static GraphProgram With(GraphProgram program, IReadOnlyList<double[]>? inputs = null, IReadOnlyList<GraphStep>? steps = null) =>
        new(program.Rows, program.Columns, inputs ?? program.Inputs, steps ?? program.Steps);

    private static GraphProgram Cut(GraphProgram program, int rows, int columns)
    {
        GraphProgram smaller = new(rows, columns, [], []);
        return new GraphProgram(rows, columns, [.. program.Inputs.Select((numbers, i) => numbers[..smaller.ShapeOf(i).Count])], program.Steps);
    }

    private static IEnumerable<Shape> Smaller(Shape shape)
    {
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            yield return shape.Remove(axis);
            if (shape[axis] > 2)
                yield return shape.With(axis, 2);
        }
    }

    // Either operand may lack leading axes, and stretch where the other does not.
    private static BroadcastPair Pair(Shape result, Random random)
    {
        Shape a = result, b = result;
        for (int axis = 0; axis < result.Rank; axis++)
        {
            int who = random.Next(4);
            a = who == 1 ? a.With(axis, 1) : a;
            b = who == 2 ? b.With(axis, 1) : b;
        }

        while (a.Rank > 0 && random.Next(3) == 0 && b[b.Rank - a.Rank] == result[result.Rank - a.Rank])
            a = a.Remove(0);
        return random.Next(2) == 0 ? new(a, b, result) : new(b, a, result);
    }

    private static IEnumerable<BroadcastPair> Smaller(BroadcastPair pair)
    {
        for (int axis = 0; axis < Math.Min(pair.A.Rank, pair.B.Rank); axis++)
        {
            Shape a = pair.A.Remove(-1 - axis), b = pair.B.Remove(-1 - axis);
            yield return new(a, b, Shape.Broadcast(a, b, nameof(Smaller)));
        }
    }
}
