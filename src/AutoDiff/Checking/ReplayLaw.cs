using System;
using System.Numerics;

namespace AutoDiff.Checking;

// Two runs that are recorded and two that are replayed, each with inputs of its own: as parameters, and the first of several as observed data.
internal sealed class ReplayLaw() : Law("Replay", "replayed with other inputs, it gives the same bits as recorded anew", LawScope.Values)
{
    private const int Runs = 4, Recorded = 2;

    private protected override string? Examine<T>(Trial<T> trial) =>
        trial.At.Length == 0 ? null : Examine(trial, observes: false) ?? (trial.At.Length > 1 ? Examine(trial, observes: true) : null);

    private static string? Examine<T>(Trial<T> trial, bool observes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T>[] parameters = new Parameter<T>[trial.At.Length];
        for (int i = 0; i < parameters.Length; i++)
            parameters[i] = new Parameter<T>($"input {i}", trial.Probe.Shapes[i]);
        Observed<T> first = new("input 0");
        Variable<T> y = default;
        Variable<T> Step(Tape<T> tape)
        {
            Variable<T>[] inputs = Array.ConvertAll(parameters, tape.Use);
            if (observes)
                inputs[0] = tape.Constant(first.Values, parameters[0].Shape);
            y = trial.Case.Function(inputs);
            return Ops.Sum(y * tape.Constant(Precisions<T>.Round(trial.Cotangent(y.Shape.Count, 90)), y.Shape));
        }

        using Replay<T> replay = observes ? new(Step, first) : new(Step);
        using Tape<T> plain = new();
        for (int run = 0; run < Runs; run++)
        {
            for (int i = 0; i < parameters.Length; i++)
                Drawn(trial, run, i).CopyTo(parameters[i].Write());
            first.Set(parameters[0].Values);
            plain.Reset();
            Variable<T> root = Step(plain);
            bool sweeps = root.IsActive && !trial.Case.IsConstant;
            double[][] gradients = Gradients(parameters, sweeps ? () => plain.Backward(root) : null);
            double[] value = Precisions<T>.Widen(y.Values);
            double[][] again = Gradients(parameters, sweeps ? () => replay.Backward() : () => replay.Forward());
            string? broken = Compare($"the result of run {run}", Precisions<T>.Widen(y.Values), value);
            for (int i = 0; i < gradients.Length && broken is null; i++)
                broken = Compare($"the gradient of input {i} in run {run}", again[i], gradients[i]);
            if (broken is not null)
                return broken;
        }

        return Verdict(trial.Case.ReadsNumbers, replay);
    }

    // What looks at numbers must not be replayed; anything else must be, unless it looks at them to refuse some, or is given a function made anew.
    private static string? Verdict<T>(bool readsNumbers, Replay<T> replay)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (readsNumbers && replay.Replays > 0)
            return "it reads numbers, but was replayed.";
        bool isExcused = replay.Obstacle is string obstacle
            && (obstacle.Contains("looks at the numbers", StringComparison.Ordinal) || obstacle.Contains("another object", StringComparison.Ordinal));
        return replay.Replays == Runs - Recorded || isExcused ? null : $"it was not replayed, since {replay.Obstacle}.";
    }

    private static double[][] Gradients<T>(Parameter<T>[] parameters, Action? backward)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (Parameter<T> parameter in parameters)
            parameter.ClearGradient();
        backward?.Invoke();
        return Array.ConvertAll(parameters, parameter => Precisions<T>.Widen(parameter.Gradient));
    }

    private static T[] Drawn<T>(Trial<T> trial, int run, int input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Shape shape, double low, double high) = trial.Case.Inputs[input];
        return Precisions<T>.Round(run == 0 ? trial.At[input] : Vectors.Draw(trial.Random(100 + (run * 16) + input), shape.Count, low, high));
    }

    private static string? Compare(string what, double[] replayed, double[] recorded)
    {
        if (replayed.Length != recorded.Length)
            return $"{what} has {replayed.Length} elements replayed and {recorded.Length} recorded.";
        int other = Vectors.FirstOtherBits(replayed, recorded);
        return other < 0 ? null : FormattableString.Invariant($"element {other} of {what} is {replayed[other]:R} replayed and {recorded[other]:R} recorded.");
    }
}
