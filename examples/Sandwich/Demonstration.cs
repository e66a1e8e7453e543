using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Layers;

namespace AutoDiff.Examples.Sandwich;

/// <summary>Shows what passes through a sandwich on the way back.</summary>
/// <param name="sizes">How long the interval is.</param>
/// <param name="seed">Decides weights and numbers.</param>
/// <param name="output">Where to.</param>
public sealed class Demonstration(Sizes sizes, int seed, TextWriter output)
{
    private static readonly int[] Intervals = [3, 30, 100, 300];

    private readonly Network _network = new(seed);
    private readonly Data _data = new(sizes.Interval, seed);

    /// <summary>The adjoints of the interval.</summary>
    public Adjoints Adjoints { get; } = new();

    /// <summary>How far the tape's gradients are from those by hand, at most, relative to the largest of each parameter.</summary>
    public double Difference { get; private set; }

    /// <summary>How much a tape holds for an interval, for several intervals: results, and the bytes of the blocks that it took for them.</summary>
    public IReadOnlyList<(int Interval, int Results, long Bytes)> Memory { get; private set; } = [];

    /// <summary>The loss of an element before each update.</summary>
    public IReadOnlyList<double> Losses { get; private set; } = [];

    /// <summary>Shows everything.</summary>
    /// <param name="updates">How many updates to train for.</param>
    public void Run(int updates)
    {
        using Tape<double> tape = new();
        Variable<double> loss = _network.Loss(tape, _data, Adjoints);
        tape.Backward(loss);
        (double byHand, IReadOnlyList<double[]> gradients) = ByHand.Run(_network, _data);
        Difference = _network.Parameters.Zip(gradients, (parameter, gradient) => Apart(parameter.Gradient, gradient)).Append(Math.Abs(loss.Item() - byHand) / byHand).Max();
        Shapes();
        Running();
        _network.ClearGradients();
        Measure();
        Train(tape, updates);
    }

    /// <summary>Draws the lengths of the adjoints at the states.</summary>
    public SvgDrawing Draw() => new LineChart
    {
        Title = $"The one running adjoint, {sizes.Interval} steps of a sandwich",
        XTitle = "step",
        YTitle = "length of [128, 5]",
        IsLogarithmic = true,
        Lines = [Line("from its own loss", AdjointKind.FromLoss), Line("from the next step", AdjointKind.FromNextStep), Line("the sum, sent on", AdjointKind.Sum)],
    }.Draw();

    private static double Apart(ReadOnlySpan<double> tape, double[] byHand)
    {
        double most = 0;
        for (int i = 0; i < byHand.Length; i++)
            most = Math.Max(most, Math.Abs(tape[i] - byHand[i]));
        return most / byHand.Max(Math.Abs);
    }

    private Series Line(string name, AdjointKind kind) => new(name, [.. Enumerable.Range(0, sizes.Interval).Select(t => (t + 1.0, Adjoints.Norm(kind, t)))]);

    private void Shapes()
    {
        output.WriteLine($"{Sizes.Batch} rows, {Sizes.Inputs} -> {Sizes.First} -> {Sizes.Hidden} (recurrent) -> {Sizes.Outputs}, {sizes.Interval} steps");
        output.WriteLine();
        string[] names =
        [
            "the first layer's weights", "the first layer's bias", "the recurrent layer's input weights", "its recurrent weights", "its bias",
            "the last layer's weights", "the last layer's bias",
        ];
        string[][] parameters = [.. _network.Parameters.Zip(names, (parameter, name) => (string[])[$"of {name}", $"{parameter.Shape}", $"{Norm(parameter.Gradient):G4}"])];
        Tables.Write(output, ["gradient", "shape", "length"],
        [
            .. parameters,
            Row("delta of the loss, each step", AdjointKind.OfLoss),
            Row("delta from the last layer to the recurrent one", AdjointKind.FromLoss),
            Row("delta from the recurrent layer to the first", AdjointKind.ToFirst),
        ]);
        output.WriteLine($"The same by hand, in plain loops: at most {Difference:E1} away, relative to each gradient's largest number.");
        output.WriteLine();

        string[] Row(string name, AdjointKind kind) => [name, $"{Adjoints.ShapeOf(kind, sizes.Interval - 1)}", $"{Adjoints.Norm(kind, sizes.Interval - 1):G4}"];
    }

    private void Running()
    {
        Tables.Write(
            output,
            ["step", "from its own loss", "+ from the next step", "= the sum", "apart"],
            Enumerable.Range(0, sizes.Interval).Reverse().Where(t => t < 3 || t >= sizes.Interval - 7).Select(t => (string[])
            [
                $"{t + 1}",
                $"{Adjoints.Norm(AdjointKind.FromLoss, t):G4}",
                t == sizes.Interval - 1 ? "none" : $"{Adjoints.Norm(AdjointKind.FromNextStep, t):G4}",
                $"{Adjoints.Norm(AdjointKind.Sum, t):G4}",
                $"{Adjoints.Discrepancy(t):E0}",
            ]));
        output.WriteLine(
            $"Lengths of adjoints {Adjoints.ShapeOf(AdjointKind.Sum, 0)} at the recurrent layer, in the order in which they come: one adjoint runs "
                + "back, whatever the interval.");
        output.WriteLine();
    }

    private void Measure()
    {
        List<(int, int, long)> memory = [];
        foreach (int interval in Intervals)
        {
            using Tape<double> tape = new();
            _ = _network.Loss(tape, new Data(interval, seed));
            memory.Add((interval, tape.Counters.Nodes, tape.Counters.Bytes));
        }

        Memory = memory;
        int weights = _network.Parameters.Sum(parameter => parameter.Shape.Count);
        Tables.Write(
            output,
            ["interval", "results kept", "MiB", "weights"],
            Memory.Select(row => (string[])[$"{row.Interval}", $"{row.Results:N0}", $"{row.Bytes >> 20}", $"{weights:N0}"]));
        output.WriteLine("What was computed at each step has to be kept, in blocks that the tape takes; the weights are shared by all steps.");
        output.WriteLine();
    }

    // The weights change once in an interval, by the gradients of all its steps together.
    private void Train(Tape<double> tape, int updates)
    {
        Adam<double> adam = new(_network.Parameters, 0.01);
        List<double> losses = [];
        int elements = sizes.Interval * Sizes.Batch * Sizes.Outputs;
        for (int update = 0; update < updates; update++)
        {
            tape.Reset();
            Variable<double> loss = _network.Loss(tape, new Data(sizes.Interval, seed + 1 + update));
            losses.Add(loss.Item() / elements);
            tape.Backward(loss);
            adam.Step();
            _network.ClearGradients();
        }

        Losses = losses;
        if (updates > 0)
            output.WriteLine($"{updates} updates, one for each interval: loss of an output {losses[0]:F4} -> {losses[^1]:F4}.");
    }

    private static double Norm(ReadOnlySpan<double> values)
    {
        double squares = 0;
        foreach (double value in values)
            squares += value * value;
        return Math.Sqrt(squares);
    }
}
