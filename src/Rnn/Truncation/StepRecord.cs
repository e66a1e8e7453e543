using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// A stretch of a sequence on a tape, step by step: each step starts from a copy of the state before it, so that no gradient crosses from one to another by
/// itself.
/// </summary>
internal sealed class StepRecord<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private int _start, _steps, _parts;

    // States before and after each step, all parts, and the adjoints of its loss at the state before it.
    private Variable<T>[] _before = [], _after = [];
    private T[][] _adjoints = [];

    // Losses; which steps have one; and the factor of each as a cotangent.
    private Variable<T>[] _losses = [];
    private bool[] _counts = [];
    private T[][] _factors = [];
    private readonly T[] _factor = new T[1];
    private int _lossCount;

    // What the backward pass begins with.
    private Variable<T>[] _roots = [], _cotangents = [];
    private int _rootCount;

    // How many losses were followed back to the state before their step.
    public long LossRows { get; private set; }

    // Runs the steps; where they are cut off, also the first from the state before it. Returns the state after the last.
    public TState Run(SequenceWalk<T, TState> walk, StateRows<T> rows, in TState state, int start, int stop, bool isCut)
    {
        (_start, _steps, _parts, _lossCount, _rootCount) = (start, stop - start, rows.PartCount, 0, 0);
        Reserve(rows);
        TState current = state;
        for (int step = start; step < stop; step++)
        {
            if (step > start || isCut)
                current = AsVariables(walk.Tape, current);
            bool counts = walk.Sequence.TargetCount(step, step + 1) > 0;
            Segment one = new(step, counts ? step : step + 1, step + 1);
            Variable<T> loss = counts ? walk.Run(in current, one, out TState next) : walk.Sequence.Run(walk.Tape, in current, one, out next);
            rows.CheckNext(next);
            for (int part = 0; part < _parts; part++)
                (_before[At(step) + part], _after[At(step) + part]) = (current[part], next[part]);
            _counts[step - start] = counts;
            if (counts)
                _losses[_lossCount++] = loss;
            current = next;
        }

        return current;
    }

    // The losses are a part of what the backward pass begins with.
    public void TakeLosses(SequenceWalk<T, TState> walk)
    {
        _factor[0] = walk.Scale;
        for (int i = 0; i < _lossCount; i++)
        {
            _roots[_rootCount] = _losses[i];
            _cotangents[_rootCount++] = walk.Tape.Fill(walk.Scale, _losses[i].Shape);
        }
    }

    // Follows every loss back through its own step: no step reaches another, so one sweep does it for all.
    public void FindAdjoints(Pullback<T> pullback)
    {
        int from = _parts == 0 || _before[0].IsActive ? 0 : _parts, nodes = (_steps * _parts) - from;
        if (_lossCount == 0 || nodes == 0)
            return;
        pullback.Run(_losses.AsSpan(0, _lossCount), _factors.AsSpan(0, _lossCount), _before.AsSpan(from, nodes), _adjoints.AsSpan(from, nodes), 1);
        LossRows += _lossCount - 1 - (_counts[0] && from > 0 ? 1 : 0);
    }

    public WindowStep<T> Step(int step, Segment segment) => new(
        step,
        segment,
        _before.AsSpan(At(step), _parts),
        _after.AsSpan(At(step), _parts),
        _counts[step - _start] ? _adjoints.AsSpan(At(step), _parts) : default);

    // The adjoint of the state after a step, from losses of later ones.
    public void AddSum(Tape<T> tape, int step, StateRows<T> rows, T[][] sum)
    {
        for (int part = 0; part < _parts; part++)
        {
            Variable<T> after = _after[At(step) + part];
            if (!after.IsActive)
                continue;
            _roots[_rootCount] = after;
            _cotangents[_rootCount++] = tape.Constant(sum[part].AsSpan(0, rows.Size(part)), rows.Shape(part));
        }
    }

    // Takes losses and sums into the parameters.
    public void Backward(SequenceWalk<T, TState> walk)
    {
        if (_rootCount > 0)
            walk.Tape.Backward(_roots.AsSpan(0, _rootCount), _cotangents.AsSpan(0, _rootCount));
    }

    private int At(int step) => (step - _start) * _parts;

    private void Reserve(StateRows<T> rows)
    {
        if (_losses.Length < _steps || _before.Length < _steps * _parts)
        {
            (_before, _after, _adjoints) = (new Variable<T>[_steps * _parts], new Variable<T>[_steps * _parts], new T[_steps * _parts][]);
            (_roots, _cotangents) = (new Variable<T>[_steps * (_parts + 1)], new Variable<T>[_steps * (_parts + 1)]);
            (_losses, _counts, _factors) = (new Variable<T>[_steps], new bool[_steps], new T[_steps][]);
            Array.Fill(_factors, _factor);
        }

        for (int i = 0; i < _steps * _parts; i++)
        {
            int size = rows.Size(i % _parts);
            if (_adjoints[i] is null || _adjoints[i].Length < size)
                _adjoints[i] = new T[size];
        }
    }

    private static TState AsVariables(Tape<T> tape, TState state)
    {
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(state.PartCount);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = tape.Variable(state[i].Values, state[i].Shape);
        return TState.FromParts(parts);
    }
}
