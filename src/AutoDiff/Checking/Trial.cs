using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace AutoDiff.Checking;

/// <summary>A worked case with its inputs drawn: what a law is checked on. The same case and seed give the same numbers on every machine.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class Trial<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly string _operation;
    private readonly double[][] _inputs;

    /// <summary>Draws the inputs of a case.</summary>
    /// <param name="operation">The operation's name, for reports.</param>
    /// <param name="worked">The case.</param>
    /// <param name="seed">Decides every number drawn.</param>
    /// <param name="inDouble">The same case for <see cref="double"/>, against which lower precision is measured; null leaves that out.</param>
    public Trial(string operation, WorkedCase<T> worked, int seed, WorkedCase<double>? inDouble = null)
    {
        _operation = operation;
        Case = worked;
        Seed = seed;
        InDouble = inDouble ?? worked as WorkedCase<double>;
        Random random = Random(0);
        _inputs = new double[worked.Inputs.Count][];
        Shape[] shapes = new Shape[_inputs.Length];
        for (int i = 0; i < _inputs.Length; i++)
        {
            (shapes[i], double low, double high) = worked.Inputs[i];
            _inputs[i] = Precisions<T>.Widen(Precisions<T>.Round(Vectors.Draw(random, shapes[i].Count, low, high)));
        }

        Probe = Probe<T>.Of(shapes, worked.Function);
    }

    /// <summary>The case.</summary>
    public WorkedCase<T> Case { get; }

    /// <summary>What the numbers were drawn from.</summary>
    public int Seed { get; }

    /// <summary>The inputs' elements, row-major, exact in <typeparamref name="T"/>.</summary>
    public IReadOnlyList<double[]> Inputs => _inputs;

    internal WorkedCase<double>? InDouble { get; }

    internal Probe<T> Probe { get; }

    internal double[][] At => _inputs;

    /// <summary>Operation, case, precision and seed.</summary>
    public override string ToString() => $"{_operation}, case {CSharpText.Quote(Case.Name)}, {Precisions<T>.Name}, seed {Seed.ToString(CultureInfo.InvariantCulture)}";

    internal static T[] Round(double[] values) => Precisions<T>.Round(values);

    // The inputs as variables of a tape.
    internal Variable<T> Call(Tape<T> tape, out Variable<T>[] inputs) => Probe.Call(tape, _inputs, out inputs);

    // Draws that do not depend on how many were made before.
    internal Random Random(int purpose) => new(HashOf(Seed, purpose));

    internal double[] Cotangent(int count, int purpose = 1) => Exact(Vectors.Draw(Random(purpose), count, -1, 1));

    internal double[][] Tangents(int purpose = 2) => Array.ConvertAll(Vectors.Direction(Random(purpose), _inputs), Exact);

    // The call as C# statements, and the law to check it by.
    internal string Repro(string law)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"using Tape<{Precisions<T>.Name}> tape = new();");
        text.AppendLine(CultureInfo.InvariantCulture, $"Variable<{Precisions<T>.Name}>[] x =");
        text.AppendLine("[");
        for (int i = 0; i < _inputs.Length; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"    tape.Variable({CSharpText.Values<T>(_inputs[i])}, {CSharpText.Shape(Probe.Shapes[i])}),");
        text.AppendLine("];");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"// y = {Case.Name}; or, with the case: {law}.Check(new Trial<{Precisions<T>.Name}>({CSharpText.Quote(_operation)}, worked, seed: {Seed}));");
        return text.ToString();
    }

    private static double[] Exact(double[] values) => Precisions<T>.Widen(Precisions<T>.Round(values));

    // HashCode differs from one process to the next.
    private static int HashOf(int seed, int purpose) => unchecked((int)(((((uint)seed * 2654435761u) ^ (uint)purpose) * 2246822519u) >> 1));
}
