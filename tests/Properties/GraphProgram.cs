using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace AutoDiff.Properties;

/// <summary>
/// A random program over variables: every line computes a value from earlier ones, so that values are shared, paths part
/// and meet again, loops and branches unfold. It runs on any tape, and prints itself as C# that compiles.
/// </summary>
public sealed class GraphProgram
{
    /// <summary>Makes a program.</summary>
    /// <param name="rows">The length m of matrices' first axis.</param>
    /// <param name="columns">The length n of matrices' second axis and of vectors.</param>
    /// <param name="inputs">The numbers of each input; the shape follows from their place: [m, n], [n], [m, 1], [], and again.</param>
    /// <param name="steps">The lines.</param>
    public GraphProgram(int rows, int columns, IReadOnlyList<double[]> inputs, IReadOnlyList<GraphStep> steps)
    {
        Rows = rows;
        Columns = columns;
        Inputs = inputs;
        Steps = steps;
    }

    /// <summary>The length of matrices' first axis.</summary>
    public int Rows { get; }

    /// <summary>The length of matrices' second axis and of vectors.</summary>
    public int Columns { get; }

    /// <summary>The numbers of each input.</summary>
    public IReadOnlyList<double[]> Inputs { get; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<GraphStep> Steps { get; }

    /// <summary>Whether finite differences of the program are its gradient: no path is cut on purpose.</summary>
    public bool IsWhole => !Steps.Any(step => StepKinds.All[step.Kind].HasConstants);

    /// <summary>The shape of an input.</summary>
    /// <param name="input">Which input, from 0.</param>
    public Shape ShapeOf(int input) => (input % 4) switch
    {
        0 => new Shape(Rows, Columns),
        1 => new Shape(Columns),
        2 => new Shape(Rows, 1),
        _ => Shape.Scalar,
    };

    /// <summary>Runs the program: the sum of the means of all values that no line uses.</summary>
    /// <param name="inputs">The inputs, as variables of any kind.</param>
    /// <returns>A scalar.</returns>
    public Variable<double> Run(ReadOnlySpan<Variable<double>> inputs)
    {
        List<Variable<double>> values = [.. inputs];
        foreach (GraphStep step in Steps)
            values.Add(Apply(step, values));
        return Close(values);
    }

    /// <summary>One line of the program.</summary>
    /// <param name="step">The line.</param>
    /// <param name="values">The inputs and the values of the lines before it.</param>
    /// <returns>Its value.</returns>
    public static Variable<double> Apply(GraphStep step, IReadOnlyList<Variable<double>> values) =>
        StepKinds.All[step.Kind].Apply(values[step.A % values.Count], values[step.B % values.Count], step.C);

    /// <summary>The program's result.</summary>
    /// <param name="values">The inputs and the values of all lines.</param>
    /// <returns>The sum of the means of all values that no line uses.</returns>
    public Variable<double> Close(IReadOnlyList<Variable<double>> values)
    {
        List<int> ends = Ends();
        Variable<double> root = Ops.Mean(values[ends[0]]);
        foreach (int end in ends.Skip(1))
            root = root + Ops.Mean(values[end]);
        return root;
    }

    /// <summary>The inputs as parameters, for checks that want them.</summary>
    /// <returns>A parameter for each input, with its numbers.</returns>
    public Parameter<double>[] Parameters() => [.. Inputs.Select((numbers, i) => new Parameter<double>(Name(i), ShapeOf(i), numbers))];

    /// <summary>The program as C#, ready to be pasted into a method below <c>using static AutoDiff.Ops;</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine("using Tape<double> tape = new();");
        for (int i = 0; i < Inputs.Count; i++)
        {
            string shape = ShapeOf(i).Rank == 0 ? "Shape.Scalar" : $"new Shape({string.Join(", ", ShapeOf(i).Axes.ToArray())})";
            text.AppendLine(CultureInfo.InvariantCulture, $"Variable<double> {Name(i)} = tape.Variable([{string.Join(", ", Inputs[i].Select(Number))}], {shape});");
        }

        for (int i = 0; i < Steps.Count; i++)
        {
            int known = Inputs.Count + i;
            GraphStep step = Steps[i];
            StepKind kind = StepKinds.All[step.Kind];
            string line = string.Format(CultureInfo.InvariantCulture, kind.Text, Name(step.A % known), Name(step.B % known), Number(step.C), Name(known));
            text.AppendLine(kind.IsStatement ? line : $"Variable<double> {Name(known)} = {line};");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Variable<double> root = {string.Join(" + ", Ends().Select(end => $"Mean({Name(end)})"))};");
        string inputs = string.Join(", ", Inputs.Select((_, i) => Name(i)));
        return text.Append(CultureInfo.InvariantCulture, $"Variable<double>[] gradients = tape.Gradient(root, [{inputs}], unconnected: Unconnected.Zero);").ToString();
    }

    private static string Name(int value) => string.Create(CultureInfo.InvariantCulture, $"v{value}");

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    // The values that no line uses; inputs only where there is nothing else.
    private List<int> Ends()
    {
        bool[] used = new bool[Inputs.Count + Steps.Count];
        for (int i = 0; i < Steps.Count; i++)
        {
            int known = Inputs.Count + i;
            used[Steps[i].A % known] = true;
            if (StepKinds.All[Steps[i].Kind].Text.Contains("{1}", StringComparison.Ordinal))
                used[Steps[i].B % known] = true;
        }

        List<int> ends = [.. Enumerable.Range(Inputs.Count, Steps.Count).Where(value => !used[value])];
        return ends.Count > 0 ? ends : [0];
    }
}
