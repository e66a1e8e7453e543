using System;
using System.Numerics;

namespace AutoDiff.Checking;

// Three examples: once all inputs differ among them, once each input alone.
internal sealed class BatchLaw() : Law("Batch", "a batched map gives every example what it gets alone", LawScope.Values)
{
    private const int Size = 3;

    private protected override string? Examine<T>(Trial<T> trial)
    {
        int inputs = trial.At.Length;
        double[][][] examples = new double[Size][][];
        for (int example = 0; example < Size; example++)
            examples[example] = example == 0 ? trial.At : Drawn(trial, example);
        if (trial.Case.ReadsNumbers)
            return Refusal(trial, examples);
        string? broken = inputs == 0 ? null : Compare(trial, "all inputs batched", examples, _ => true);
        for (int only = 0; only < inputs && inputs > 1 && broken is null; only++)
            broken = Compare(trial, $"input {only} batched", examples, input => input == only);
        return broken;
    }

    // What reads numbers must be refused, not done for all as for one.
    private static string? Refusal<T>(Trial<T> trial, double[][][] examples)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            Compare(trial, "all inputs batched", examples, _ => true);
            return "it reads numbers, but a map took it.";
        }
        catch (TapeException error) when (error.Message.Contains("reads the numbers", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static double[][] Drawn<T>(Trial<T> trial, int example)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = trial.Random(60 + example);
        double[][] drawn = new double[trial.At.Length][];
        for (int i = 0; i < drawn.Length; i++)
        {
            (Shape shape, double low, double high) = trial.Case.Inputs[i];
            drawn[i] = Precisions<T>.Widen(Precisions<T>.Round(Vectors.Draw(random, shape.Count, low, high)));
        }

        return drawn;
    }

    private static string? Compare<T>(Trial<T> trial, string how, double[][][] examples, Func<int, bool> isBatched)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        int inputs = trial.At.Length, batched = 0;
        Variable<T>[] shared = new Variable<T>[inputs], batches = new Variable<T>[inputs];
        for (int i = 0; i < inputs; i++)
        {
            Shape shape = trial.Probe.Shapes[i];
            if (!isBatched(i))
            {
                shared[i] = tape.Variable(Precisions<T>.Round(trial.At[i]), shape);
                continue;
            }

            double[] all = new double[Size * shape.Count];
            for (int example = 0; example < Size; example++)
                examples[example][i].CopyTo(all, example * shape.Count);
            batches[batched++] = tape.Variable(Precisions<T>.Round(all), shape.Insert(0, Size));
        }

        Array.Resize(ref batches, batched);
        Variable<T> y = tape.Map(one => trial.Case.Function(Together(one, shared)), batches);
        int count = y.Shape.Count / Size;
        double[] result = Precisions<T>.Widen(y.Values), w = trial.Cotangent(count, 61);
        double[][]? gradients = trial.Case.IsConstant || !y.IsActive ? null : Gradients(tape, y, Repeated(w), batches);
        for (int example = 0; example < Size; example++)
        {
            double[][] at = new double[inputs][];
            for (int i = 0; i < inputs; i++)
                at[i] = isBatched(i) ? examples[example][i] : trial.At[i];
            double[] alone = trial.Probe.Value(at);
            string? broken = Far(result, alone, example, Vectors.MaxAbs(at), $"with {how}, the result of");
            double[][]? plain = gradients is null ? null : trial.Probe.Vjp(at, w);
            for (int i = 0, batch = 0; plain is not null && i < inputs && broken is null; i++)
            {
                if (isBatched(i))
                    broken = Far(gradients![batch++], plain[i], example, Vectors.MaxAbs(at) * Math.Max(1, plain[i].Length), $"with {how}, the gradient of input {i} of");
            }

            if (broken is not null)
                return broken;
        }

        return null;

        string? Far(double[] all, double[] one, int example, double magnitude, string what)
        {
            double allowed = Precisions<T>.Agreement * Math.Max(Vectors.MaxAbs(one), magnitude);
            int far = Vectors.FirstFar(all.AsSpan(example * one.Length, one.Length).ToArray(), one, double.IsFinite(allowed) ? allowed : 0);
            return far < 0 ? null : FormattableString.Invariant($"{what} example {example}, element {far}, is {all[(example * one.Length) + far]:R} instead of {one[far]:R}.");
        }
    }

    private static double[][] Gradients<T>(Tape<T> tape, Variable<T> y, double[] w, Variable<T>[] batches)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Array.ConvertAll(
            tape.Vjp([y], [tape.Constant(Precisions<T>.Round(w), y.Shape)], batches, record: false, Unconnected.Zero),
            gradient => Precisions<T>.Widen(gradient.Values));

    private static double[] Repeated(double[] w)
    {
        double[] all = new double[Size * w.Length];
        for (int example = 0; example < Size; example++)
            w.CopyTo(all, example * w.Length);
        return all;
    }

    // The inputs in their order: one example of those that are batched, the others as they are.
    private static Variable<T>[] Together<T>(ReadOnlySpan<Variable<T>> one, Variable<T>[] shared)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] inputs = (Variable<T>[])shared.Clone();
        for (int i = 0, next = 0; i < inputs.Length; i++)
        {
            if (inputs[i].IsNull)
                inputs[i] = one[next++];
        }

        return inputs;
    }
}
