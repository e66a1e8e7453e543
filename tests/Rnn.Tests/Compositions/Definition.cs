using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Compositions;

// What each policy is defined to do to the weights, step by step and window by window: every window on a tape of its own, from the numbers of the state before it;
// or, for gradients that are carried forward, with whole matrices. Losses are summed, or their mean is taken over an update's targets.
internal sealed class Definition<TState>(ComposedSequence<TState> sequence, LossReduction reduction, double rate)
    where TState : struct, IState<TState, double>
{
    private readonly double[][] _gradient = [.. sequence.Model.Parameters.Select(parameter => new double[parameter.Shape.Count])];

    private readonly HashSet<(int Unit, int Parameter, int Element)> _touched = [];

    // The numbers of the states before each step.
    private readonly double[][]?[] _states = new double[sequence.Steps + 1][][];
    private Shape[] _shapes = [];

    public double Loss { get; private set; }

    // The numbers of the state after the last step.
    public double[][] Last { get; private set; } = [];

    // Windows of a length, whose losses come in strides counted from the first step or back from the last loss.
    public static List<Segment> Windows(ComposedSequence<TState> sequence, Truncation truncation)
    {
        int steps = sequence.Steps, length = truncation.Length ?? steps, stride = truncation.Stride ?? steps;
        List<Segment> windows = [];
        if (truncation.CutsFrom == CutsFrom.LastLoss)
        {
            for (int end = steps; end > 0; end--)
            {
                if (!sequence.Counts(end - 1))
                    continue;
                windows.Insert(0, new Segment(Math.Max(0, end - length), Math.Max(0, end - stride), end));
                end = windows[0].FirstLoss + 1;
            }

            return windows;
        }

        for (int first = 0; first < steps; first += stride)
            windows.Add(new Segment(Math.Max(0, first + stride - length), first, Math.Min(first + stride, steps)));
        return [.. windows.Where(window => Enumerable.Range(window.FirstLoss, window.End - window.FirstLoss).Any(sequence.Counts))];
    }

    // Follows the windows. A factor multiplies the gradient that crosses back from a step into the one before.
    public void Follow(IReadOnlyList<Segment> windows, WeightUpdate update, Func<int, int, double>? factor = null)
    {
        ComposedModel<TState>[] versions = new ComposedModel<TState>[sequence.Steps];
        int reached = 0;
        foreach (Segment window in windows)
        {
            ComposedModel<TState> now = sequence.Version();
            Advance(now, ref reached, window.Start);

            // Under stale weights a step that has run before stays with the version that it ran with.
            for (int t = window.Start; t < window.End; t++)
                versions[t] = update == WeightUpdate.Stale && t < window.FirstLoss && versions[t] is { } old ? old : now;
            FollowWindow(window, versions, update, factor);
            reached = Math.Max(reached, window.End);
            if (update != WeightUpdate.Defer)
                Update();
        }

        Advance(sequence.Model, ref reached, sequence.Steps);
        if (update == WeightUpdate.Defer)
            Update();
        Last = _states[sequence.Steps]!;
    }

    private void FollowWindow(Segment window, ComposedModel<TState>[] versions, WeightUpdate update, Func<int, int, double>? factor)
    {
        using Tape<double> tape = new();
        TState state = Enter(tape, versions[window.Start], window.Start);
        Variable<double> losses = tape.Constant(0);
        for (int t = window.Start; t < window.End; t++)
        {
            (Variable<double> loss, state) = sequence.Step(tape, versions[t], state, t);
            Keep(t + 1, state);
            if (t >= window.FirstLoss && sequence.Counts(t))
                losses += loss;
            if (factor is not null && t + 1 < window.End)
                state = Scaled(state, factor(window.Start, t + 1));
        }

        Loss += losses.Item();
        ComposedModel<TState>[] used = [.. versions[window.Start..window.End].Distinct()];
        foreach (ComposedModel<TState> model in used)
            model.ClearGradients();
        if (sequence.TargetCount(window.FirstLoss, window.End) > 0)
            tape.Backward(losses * (update == WeightUpdate.Defer ? Scale(0, sequence.Steps) : Scale(window.FirstLoss, window.End)));
        foreach (ComposedModel<TState> model in used)
            AddGradients(model);
    }

    private void Advance(ComposedModel<TState> model, ref int reached, int end)
    {
        for (; reached < end; reached++)
        {
            using Tape<double> tape = new();
            Keep(reached + 1, sequence.Step(tape, model, Enter(tape, model, reached), reached).Next);
        }
    }

    private TState Enter(Tape<double> tape, ComposedModel<TState> model, int step) => step == 0
        ? model.Cell.InitialState(tape, sequence.Batch)
        : TState.FromParts([.. _states[step]!.Select((values, part) => tape.Constant(values, _shapes[part]))]);

    private void Keep(int step, TState state)
    {
        _states[step] = [.. Enumerable.Range(0, state.PartCount).Select(part => state[part].ToArray())];
        _shapes = [.. Enumerable.Range(0, state.PartCount).Select(part => state[part].Shape)];
    }

    // Carries G = dh/dw forward: whole, only where a weight has reached a unit within a step, or as the product of two random vectors.
    public void Carry(Truncation truncation, WeightUpdate update)
    {
        Parameter<double>[] parameters = [.. sequence.Model.Parameters];
        double[][] state = [];
        Shape[] shapes = [];
        double[][][] influence = [];
        double[] left = [];
        double[][] right = [.. parameters.Select(parameter => new double[parameter.Shape.Count])];
        ulong draws = 0;
        for (int t = 0; t < sequence.Steps; t++)
        {
            using Tape<double> tape = new();
            Variable<double>[] before = [.. state.Select((values, part) => tape.Variable(values, shapes[part]))];
            TState entered = t == 0 ? sequence.InitialState(tape) : TState.FromParts(before);
            (Variable<double> loss, TState next) = sequence.Step(tape, sequence.Model, entered, t);
            Variable<double>[] after = [.. Enumerable.Range(0, next.PartCount).Select(part => next[part])], nodes = [.. parameters.Select(tape.Use), .. before];
            int units = after.Sum(part => part.Shape.Count);
            double[][] Pulled(Variable<double>[] roots, double[] cotangent) =>
                [.. tape.Vjp(roots, Split(tape, roots, cotangent), nodes, unconnected: Unconnected.Zero).Select(one => one.ToArray())];
            double[] State(double[][] pulled) => [.. pulled.Skip(parameters.Length).SelectMany(one => one)];
            if (t == 0)
                (influence, left) = ([.. Enumerable.Range(0, units).Select(_ => parameters.Select(parameter => new double[parameter.Shape.Count]).ToArray())], new double[units]);

            if (sequence.Counts(t))
            {
                Loss += loss.Item();
                double[][] slopes = Pulled([loss], [update == WeightUpdate.Defer ? Scale(0, sequence.Steps) : Scale(t, t + 1)]);
                double[] cotangent = State(slopes);
                for (int p = 0; p < parameters.Length; p++)
                {
                    for (int i = 0; i < slopes[p].Length; i++)
                    {
                        double Influence(int unit) => truncation.Online == OnlineMethod.Uoro ? left[unit] * right[p][i] : influence[unit][p][i];
                        _gradient[p][i] += slopes[p][i] + cotangent.Select((slope, unit) => slope * Influence(unit)).Sum();
                    }
                }
            }

            double[][][] rows = [.. Enumerable.Range(0, units).Select(unit => Pulled(after, [.. Enumerable.Range(0, units).Select(one => one == unit ? 1.0 : 0)]))];
            double[][] jacobian = [.. rows.Select(State)];
            if (truncation.Online == OnlineMethod.Uoro)
                (left, right) = Product(left, right, rows, jacobian, truncation.Seed, ref draws);
            else
                influence = Advanced(influence, rows, jacobian, truncation.Online == OnlineMethod.SnAp1);
            (state, shapes) = ([.. after.Select(part => part.ToArray())], [.. after.Select(part => part.Shape)]);
            if (sequence.Counts(t) && update != WeightUpdate.Defer)
                Update();
        }

        if (update == WeightUpdate.Defer)
            Update();
        Last = state;
    }

    private double[][][] Advanced(double[][][] influence, double[][][] rows, double[][] jacobian, bool isSparse) => [.. rows.Select((row, unit) =>
        _gradient.Select((_, p) => row[p].Select((immediate, i) =>
        {
            if (immediate != 0)
                _touched.Add((unit, p, i));
            return isSparse && !_touched.Contains((unit, p, i)) ? 0 : immediate + jacobian[unit].Select((slope, from) => slope * influence[from][p][i]).Sum();
        }).ToArray()).ToArray())];

    private (double[] Left, double[][] Right) Product(double[] left, double[][] right, double[][][] rows, double[][] jacobian, ulong seed, ref ulong draws)
    {
        double[] signs = new double[left.Length];
        for (int unit = 0; unit < signs.Length; unit++)
            signs[unit] = CounterRandom.Bits(seed, 0, draws++) >> 63 == 0 ? -1 : 1;
        double[] moved = [.. jacobian.Select(row => row.Select((slope, from) => slope * left[from]).Sum())];
        double[][] immediate = [.. right.Select((one, p) => one.Select((_, i) => rows.Select((row, unit) => signs[unit] * row[p][i]).Sum()).ToArray())];
        double p = Ratio(right.SelectMany(one => one), moved), q = Ratio(immediate.SelectMany(one => one), signs);
        return ([.. moved.Select((one, unit) => (p * one) + (q * signs[unit]))], [.. right.Select((one, i) => one.Select((w, j) => (w / p) + (immediate[i][j] / q)).ToArray())]);

        static double Ratio(IEnumerable<double> weights, IEnumerable<double> state)
        {
            double above = weights.Sum(one => one * one), below = state.Sum(one => one * one);
            return above > 0 && below > 0 ? Math.Sqrt(Math.Sqrt(above) / Math.Sqrt(below)) : 1;
        }
    }

    private static Variable<double>[] Split(Tape<double> tape, Variable<double>[] like, double[] vector)
    {
        int at = 0;
        return [.. like.Select(one => tape.Constant(vector.AsSpan((at += one.Shape.Count) - one.Shape.Count, one.Shape.Count), one.Shape))];
    }

    private static TState Scaled(TState state, double factor) =>
        TState.FromParts([.. Enumerable.Range(0, state.PartCount).Select(part => (factor * state[part]) + ((1 - factor) * Ops.Detach(state[part])))]);

    private double Scale(int from, int end) => reduction == LossReduction.Sum ? 1 : 1.0 / Math.Max(1, sequence.TargetCount(from, end));

    private void AddGradients(ComposedModel<TState> model)
    {
        for (int p = 0; p < _gradient.Length; p++)
        {
            for (int i = 0; i < _gradient[p].Length && model.Parameters[p].HasGradient; i++)
                _gradient[p][i] += model.Parameters[p].Gradient[i];
        }
    }

    private void Update()
    {
        for (int p = 0; p < _gradient.Length; p++)
        {
            Span<double> weights = sequence.Model.Parameters[p].Write();
            for (int i = 0; i < weights.Length; i++)
                weights[i] -= rate * _gradient[p][i];
            Array.Clear(_gradient[p]);
        }
    }
}
