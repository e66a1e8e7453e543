using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Carries <c>G[t] = J[t] G[t-1] + B[t]</c> as a matrix, a row for each unit of the state (RTRL), or only those of its elements that <c>B</c> has
/// touched (SnAp-1). A step takes as many products with <c>J</c> and <c>B</c> as the state has units; then, for n units and w weights, n² w
/// multiplications (RTRL), or n for each element that is kept. Memory: two such matrices.
/// </summary>
internal sealed class InfluenceScheme<T, TState>(Truncation truncation, bool isSparse) : OnlineScheme<T, TState>(truncation)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly Dictionary<Parameter<T>, Influence> _influences = [];
    private int _size;

    protected override void Begin(int stateSize)
    {
        _influences.Clear();
        _size = stateSize;
    }

    protected override IEnumerable<(Parameter<T> Parameter, T[] Slope)> Credit(T[] cotangent)
    {
        foreach ((Parameter<T> parameter, Influence influence) in _influences)
        {
            T[] slope = new T[parameter.Shape.Count];
            for (int unit = 0; unit < cotangent.Length; unit++)
                OnlineStep<T, TState>.Add(influence.Row(unit), cotangent[unit], slope);
            yield return (parameter, slope);
        }
    }

    protected override void Advance(SequenceWalk<T, TState> walk, in OnlineStep<T, TState> step)
    {
        foreach (Parameter<T> parameter in step.Parameters)
            _influences.TryAdd(parameter, new Influence(_size, parameter.Shape.Count, isSparse));
        T[] oneHot = new T[_size];
        for (int unit = 0; unit < _size; unit++)
        {
            oneHot[unit] = T.One;
            (Variable<T>[] immediate, T[] jacobian) = step.Vjp(oneHot);
            oneHot[unit] = T.Zero;
            for (int i = 0; i < step.Parameters.Length; i++)
                _influences[step.Parameters[i]].Enter(unit, immediate[i].Values);
            foreach (Influence influence in _influences.Values)
                influence.Follow(unit, jacobian);
        }

        foreach (Influence influence in _influences.Values)
            influence.Turn();
    }

    /// <summary>How the units of the state depend on the elements of one parameter: before the step, and after it as it is being made up.</summary>
    private sealed class Influence(int units, int count, bool isSparse)
    {
        private readonly bool[]? _touched = isSparse ? new bool[units * count] : null;
        private T[] _before = new T[units * count];
        private T[] _after = new T[units * count];

        public ReadOnlySpan<T> Row(int unit) => _before.AsSpan(unit * count, count);

        // A unit's row of B.
        public void Enter(int unit, ReadOnlySpan<T> immediate)
        {
            immediate.CopyTo(_after.AsSpan(unit * count, count));
            for (int i = 0; i < count && _touched is not null; i++)
                _touched[(unit * count) + i] |= immediate[i] != T.Zero;
        }

        // Adds a unit's row of J G.
        public void Follow(int unit, ReadOnlySpan<T> jacobian)
        {
            Span<T> row = _after.AsSpan(unit * count, count);
            for (int from = 0; from < jacobian.Length; from++)
            {
                if (jacobian[from] != T.Zero)
                    OnlineStep<T, TState>.Add(Row(from), jacobian[from], row);
            }

            for (int i = 0; i < count && _touched is not null; i++)
            {
                if (!_touched[(unit * count) + i])
                    row[i] = T.Zero;
            }
        }

        // The step is over.
        public void Turn()
        {
            (_before, _after) = (_after, _before);
            Array.Clear(_after);
        }
    }
}
