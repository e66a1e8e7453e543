using System;

namespace AutoDiff.Checking;

// Three cotangents, each of which alone goes the way of every other law.
internal sealed class PullbackLaw() : Law("Pullback", "cotangents followed back together give what each gives alone", LawScope.Values)
{
    private const int Rows = 3;

    private protected override string? Examine<T>(Trial<T> trial)
    {
        int inputs = trial.At.Length;
        using Tape<T> tape = new();
        Variable<T>[] nodes = new Variable<T>[inputs];
        for (int i = 0; i < inputs; i++)
            nodes[i] = tape.Variable(Precisions<T>.Round(trial.At[i]), trial.Probe.Shapes[i]);
        Variable<T> y = trial.Case.Function(nodes);
        if (trial.Case.IsConstant || inputs == 0 || !y.IsActive)
            return null;
        int count = y.Shape.Count;
        T[] cotangents = new T[Rows * count];
        for (int row = 0; row < Rows; row++)
            Precisions<T>.Round(trial.Cotangent(count, 70 + row)).CopyTo(cotangents, row * count);
        T[][] results = new T[inputs][];
        for (int i = 0; i < inputs; i++)
            results[i] = new T[Rows * nodes[i].Shape.Count];
        new Pullback<T>().Run([y], [cotangents], nodes, results, Rows);
        for (int row = 0; row < Rows; row++)
        {
            double[][] alone = trial.Probe.Vjp(trial.At, trial.Cotangent(count, 70 + row));
            for (int i = 0; i < inputs; i++)
            {
                int size = alone[i].Length;
                double[] together = Precisions<T>.Widen(results[i].AsSpan(row * size, size));
                double allowed = Precisions<T>.Agreement * Math.Max(Vectors.MaxAbs(alone[i]), Vectors.MaxAbs(trial.At) * Math.Max(1, size));
                int far = Vectors.FirstFar(together, alone[i], double.IsFinite(allowed) ? allowed : 0);
                if (far >= 0)
                    return $"of {Rows} cotangents together, number {row} gives input {i} at element {far} "
                        + FormattableString.Invariant($"{together[far]:R} instead of {alone[i][far]:R}.");
            }
        }

        return null;
    }
}
