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

    public override IEnumerable<Trace<T>> Traces
    {
        get
        {
            foreach ((Parameter<T> parameter, Influence influence) in _influences)
            {
                Shape shape = new(_size, parameter.Shape.Count);
                yield return new Trace<T>("influence", parameter, shape, influence.Values);
                if (influence.Touched is { } touched)
                    yield return new Trace<T>("touched", parameter, shape, Array.ConvertAll(touched, one => one ? T.One : T.Zero));
            }
        }
    }

    protected override void Begin(int stateSize)
    {
        _influences.Clear();
        _size = stateSize;
    }

    protected override void Restore(Trace<T> trace)
    {
        _influences.TryAdd(trace.Parameter!, new Influence(_size, trace.Parameter!.Shape.Count, isSparse));
        Influence influence = _influences[trace.Parameter];
        if (trace.Kind == "influence")
            trace.Values.CopyTo(influence.Values, 0);
        else
            Array.ConvertAll(trace.Values, one => one != T.Zero).CopyTo(influence.Touched!, 0);
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
        {
            if ((long)_size * parameter.Shape.Count > Array.MaxLength)
                throw RnnErrors.TooManyInfluences(isSparse ? OnlineMethod.SnAp1 : OnlineMethod.Rtrl, parameter.ToString(), parameter.Shape.Count, _size);
            _influences.TryAdd(parameter, new Influence(_size, parameter.Shape.Count, isSparse));
        }

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
        private T[] _after = new T[units * count];

        // Before the step.
        public T[] Values { get; private set; } = new T[units * count];

        // Which elements are kept; null for all.
        public bool[]? Touched { get; } = isSparse ? new bool[units * count] : null;

        public ReadOnlySpan<T> Row(int unit) => Values.AsSpan(unit * count, count);

        // A unit's row of B.
        public void Enter(int unit, ReadOnlySpan<T> immediate)
        {
            immediate.CopyTo(_after.AsSpan(unit * count, count));
            for (int i = 0; i < count && Touched is not null; i++)
                Touched[(unit * count) + i] |= immediate[i] != T.Zero;
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

            for (int i = 0; i < count && Touched is not null; i++)
            {
                if (!Touched[(unit * count) + i])
                    row[i] = T.Zero;
            }
        }

        // The step is over.
        public void Turn()
        {
            (Values, _after) = (_after, Values);
            Array.Clear(_after);
        }
    }
}
