using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// The way back of a report: each step is run once more on a tape of its own, last step first, and everything that is carried back is pulled through it.
/// </summary>
internal sealed class FlowSweep<T, TState>(Tape<T> tape, ISequence<T, TState> sequence, StatePath<T, TState> path, bool ownStart, FlowOptions options)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly List<SeenStep<T>> _seen = [];
    private readonly List<LiveLoss<T>> _live = [];
    private readonly List<FollowedLoss> _followed = [];
    private readonly List<Transition> _transitions = [];
    private readonly FlowRecord _record = new(path.Steps);
    private readonly Random _random = new(options.Seed);

    private TState _before, _after;
    private Variable<T> _loss;

    // The gradients of the sum of all losses, and of a random direction of the last state.
    private T[][]? _total, _probe;
    private BandSums<T> _bands = null!;
    private string? _notFinite = path.FirstNotFinite;
    private int _failedStep = path.FailedStep;

    public FlowReport Run()
    {
        int steps = path.Steps;
        HashSet<int> chosen = Spread(CountedSteps(steps), options.Losses), looked = Spread(AllSteps(steps), options.Transitions);
        _bands = new BandSums<T>(options.BiasWindows ?? PowersOfTwo(steps));
        _probe = Norms.Direction<T>(path.Shapes, _random);
        for (int step = steps - 1; step >= 0; step--)
        {
            RunStep(step);
            bool hasLoss = Take(step, chosen.Contains(step));
            _bands.Add(tape, _live, step, (adjoint, own, parameters) => Pull(adjoint, own ? _loss : default, parameters), path.Shapes);
            if (looked.Contains(step))
                _transitions.Add(new TransitionMap<T, TState>(tape, () => (_before, _after)).Measure(step, step + 1, options.PowerIterations, _random));
            FollowTotal(step, hasLoss);
            FollowProbe(step);
            FollowLosses(step);
        }

        FinishStart();
        _transitions.Reverse();
        _followed.Reverse();
        return _record.Report(sequence.Steps, _followed, _transitions, _bands.Biases(), options, _notFinite, _failedStep);
    }

    private void RunStep(int step)
    {
        tape.Reset();
        _seen.Clear();
        _before = path.Enter(step);
        int firstLoss = sequence.TargetCount(step, step + 1) > 0 ? step : step + 1;
        StepObserver<T>.Watch(_seen);
        try
        {
            _loss = sequence.Run(tape, in _before, new Segment(step, firstLoss, step + 1), out _after);
        }
        finally
        {
            StepObserver<T>.Stop();
        }

        if (firstLoss > step)
            _loss = default;
        else if (_loss == default || _loss.Shape.Count != 1)
            throw new ArgumentException(
                $"GradientFlow: {RnnErrors.NameOf(sequence.GetType())} returned {(_loss == default ? "no loss" : $"a loss of shape {_loss.Shape}")} for step {step}, "
                    + $"which counts {sequence.TargetCount(step, step + 1)} targets; need the scalar sum of their losses.");
    }

    // Takes the loss of a step up, if it has one that is finite. Says whether it has.
    private bool Take(int step, bool chosen)
    {
        if (_loss == default)
            return false;
        double value = double.CreateChecked(_loss.Item());
        if (!double.IsFinite(value))
        {
            (_notFinite, _failedStep) = ($"the loss of step {step}", step);
            return false;
        }

        if (chosen && _loss.IsActive)
        {
            List<double> norms = [];
            _live.Add(new LiveLoss<T>(step, norms));
            _followed.Add(new FollowedLoss(step, value, norms));
        }

        return _loss.IsActive;
    }

    private void FollowTotal(int step, bool hasLoss)
    {
        Variable<T>[] before = PartsOf(_before), states = StateNodes(), gates = _seen.ConvertAll(seen => seen.Projected).FindAll(gate => gate.IsActive).ToArray();
        Variable<T>[]? pulled = Pull(_total, hasLoss ? _loss : default, [.. before, .. states, .. gates]);
        if (pulled is null)
            return;
        _total = Copy(pulled.AsSpan(0, before.Length));
        RecordPlaces(states.Length, pulled.AsSpan(before.Length), (name, norm) => _record.Step(name, isGate: false, step, norm));
        int at = before.Length + states.Length;
        for (int cell = 0; cell < _seen.Count; cell++)
        {
            SeenStep<T> seen = _seen[cell];
            if (!seen.Projected.IsActive)
                continue;
            Variable<T> gate = pulled[at++];
            for (int block = 0; block < seen.Gates.Count; block++)
                _record.Step($"{Layer(cell)}{seen.Gates[block]} gate", isGate: true, step, Norms.OfBlock(gate, block, seen.GatedFeatures / seen.Gates.Count));
        }
    }

    private void FollowLosses(int step)
    {
        Variable<T>[] before = PartsOf(_before), states = StateNodes();
        for (int i = _live.Count - 1; i >= 0; i--)
        {
            LiveLoss<T> live = _live[i];
            int lag = live.Step - step;
            Variable<T>[]? pulled = Pull(live.Adjoint, lag == 0 ? _loss : default, [.. before, .. states]);
            double whole = 0;
            if (pulled is null)
                live.Adjoint = null;
            else
                RecordPlaces(states.Length, pulled.AsSpan(before.Length), (name, norm) =>
                {
                    whole = double.Hypot(whole, norm);
                    _record.Lag(name, lag, norm);
                });
            live.Norms.Add(whole);
            _record.WholeLag(lag, whole);
            live.Adjoint = pulled is null ? Zeros() : Copy(pulled.AsSpan(0, before.Length));
            if (lag + 1 >= (options.Window ?? int.MaxValue) || !Known(live, step))
                _live.RemoveAt(i);
        }
    }

    // Whether a gradient is still numbers; the first going back that is not is remembered, unless something before it in time failed.
    private bool Known(LiveLoss<T> live, int step)
    {
        if (StatePath<T, TState>.IsFinite(live.Adjoint!, out _))
            return true;
        if (_notFinite is null)
            (_notFinite, _failedStep) = ($"the gradient of the loss of step {live.Step}, on its way back through step {step}", step);
        live.Norms.Add(double.NaN);
        return false;
    }

    private void FollowProbe(int step)
    {
        if (_probe is null)
            return;
        Variable<T>[] before = PartsOf(_before);
        Variable<T>[]? pulled = Pull(_probe, default, before);
        double norm = pulled is null ? 0 : Norms.Of<T>(pulled);
        _record.Growth(step, norm);
        _probe = norm > 0 && double.IsFinite(norm) ? Norms.Unit<T>(pulled, norm) : null;
    }

    // What reaches the state before the first step goes on into the parameters that it was made of, where the sequence makes it.
    private void FinishStart()
    {
        if (!ownStart || path.Steps == 0)
            return;
        tape.Reset();
        _after = sequence.InitialState(tape);
        _loss = default;
        _bands.Add(tape, _live, 0, (adjoint, own, parameters) => Pull(adjoint, default, parameters), path.Shapes);
    }

    // Pulls a gradient of the state after the step, and of the step's loss, back to some nodes. Null where nothing depends on anything.
    private Variable<T>[]? Pull(T[][]? adjoint, Variable<T> loss, Variable<T>[] wrt)
    {
        List<Variable<T>> roots = [], cotangents = [];
        for (int part = 0; adjoint is not null && part < adjoint.Length; part++)
        {
            if (!_after[part].IsActive)
                continue;
            roots.Add(_after[part]);
            cotangents.Add(tape.Constant(adjoint[part], path.Shapes[part]));
        }

        if (loss != default)
        {
            roots.Add(loss);
            cotangents.Add(tape.Fill(T.One, loss.Shape));
        }

        return roots.Count == 0 ? null : tape.Vjp(roots.ToArray(), cotangents.ToArray(), wrt, unconnected: Unconnected.Zero);
    }

    // The states after the step as the cells made them; where none was seen, as the sequence returned them.
    private Variable<T>[] StateNodes()
    {
        List<Variable<T>> nodes = [];
        foreach (SeenStep<T> seen in _seen)
            nodes.AddRange(seen.Parts);
        return nodes.Count == 0 ? PartsOf(_after) : nodes.ToArray();
    }

    private void RecordPlaces(int count, ReadOnlySpan<Variable<T>> gradients, Action<string, double> record)
    {
        int at = 0;
        for (int cell = 0; cell < _seen.Count; cell++)
        {
            foreach (string part in _seen[cell].PartNames)
                record($"{Layer(cell)}{part}", Norms.Of(gradients[at++].Values));
        }

        for (; at < count; at++)
            record(TState.PartName(at), Norms.Of(gradients[at].Values));
    }

    private string Layer(int cell) => _seen.Count == 1 ? "" : $"layer {cell} ";

    private T[][] Zeros() => Array.ConvertAll(path.Shapes, shape => new T[shape.Count]);

    private static T[][] Copy(ReadOnlySpan<Variable<T>> parts)
    {
        T[][] values = new T[parts.Length][];
        for (int i = 0; i < values.Length; i++)
            values[i] = parts[i].ToArray();
        return values;
    }

    private static Variable<T>[] PartsOf(TState state)
    {
        Variable<T>[] parts = new Variable<T>[state.PartCount];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = state[i];
        return parts;
    }

    private List<int> CountedSteps(int steps) => AllSteps(steps).FindAll(step => sequence.TargetCount(step, step + 1) > 0);

    private static List<int> AllSteps(int steps)
    {
        List<int> all = [];
        for (int step = 0; step < steps; step++)
            all.Add(step);
        return all;
    }

    // As many of them as asked for, evenly, the last included.
    private static HashSet<int> Spread(List<int> from, int count)
    {
        HashSet<int> chosen = [];
        count = Math.Min(count, from.Count);
        for (int i = 1; i <= count; i++)
            chosen.Add(from[(int)((long)i * from.Count / count) - 1]);
        return chosen;
    }

    private static List<int> PowersOfTwo(int steps)
    {
        List<int> powers = [];
        for (int power = 1; power < steps; power *= 2)
            powers.Add(power);
        return powers;
    }
}
