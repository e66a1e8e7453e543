using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Carries <c>G</c> as <c>s w'</c>: with random signs <c>v</c>, <c>s</c> becomes <c>p J s + q v</c> and <c>w</c> becomes <c>w / p + v'B / q</c>, whose product has
/// the mean <c>J G + B</c>; p and q keep both vectors of one length, which makes the variance least. A step takes one product with <c>J</c>
/// and one with <c>B</c>; memory is that of one state and one copy of the weights.
/// </summary>
internal sealed class UoroScheme<T, TState>(Truncation truncation) : OnlineScheme<T, TState>(truncation)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly Dictionary<Parameter<T>, T[]> _weights = [];
    private readonly ulong _seed = truncation.Seed;
    private T[] _state = [];

    public override IEnumerable<Trace<T>> Traces
    {
        get
        {
            yield return new Trace<T>("state", null, new Shape(_state.Length), _state);
            foreach ((Parameter<T> parameter, T[] weights) in _weights)
                yield return new Trace<T>("weights", parameter, new Shape(weights.Length), weights);
        }
    }

    protected override void Begin(int stateSize)
    {
        _weights.Clear();
        _state = new T[stateSize];
    }

    protected override void Restore(Trace<T> trace)
    {
        if (trace.Parameter is null)
            trace.Values.CopyTo(_state, 0);
        else
            _weights.Add(trace.Parameter, [.. trace.Values]);
    }

    protected override IEnumerable<(Parameter<T> Parameter, T[] Slope)> Credit(T[] cotangent)
    {
        T factor = T.Zero;
        for (int unit = 0; unit < cotangent.Length; unit++)
            factor += cotangent[unit] * _state[unit];
        foreach ((Parameter<T> parameter, T[] weights) in _weights)
        {
            T[] slope = new T[weights.Length];
            OnlineStep<T, TState>.Add(weights, factor, slope);
            yield return (parameter, slope);
        }
    }

    protected override void Advance(SequenceWalk<T, TState> walk, in OnlineStep<T, TState> step)
    {
        foreach (Parameter<T> parameter in step.Parameters)
            _weights.TryAdd(parameter, new T[parameter.Shape.Count]);
        T[] signs = new T[_state.Length];
        for (int unit = 0; unit < signs.Length; unit++)
            signs[unit] = walk.Draw(_seed) < 0.5 ? -T.One : T.One;
        T[] moved = step.Jvp(_state);
        Variable<T>[] immediate = step.Vjp(signs).Weights;
        T p = Balance(Norm(_weights.Values), Norm([moved])), q = Balance(Norm(immediate), Norm([signs]));
        for (int unit = 0; unit < moved.Length; unit++)
            _state[unit] = (p * moved[unit]) + (q * signs[unit]);
        foreach (T[] weights in _weights.Values)
        {
            for (int i = 0; i < weights.Length; i++)
                weights[i] /= p;
        }

        for (int i = 0; i < immediate.Length; i++)
            OnlineStep<T, TState>.Add(immediate[i].Values, T.One / q, _weights[step.Parameters[i]]);
    }

    // What a vector of the state is multiplied by, and its partner of the weights divided by, so that both become equally long; 1 where
    // there is nothing to balance: their product is zero whatever the factor.
    private static T Balance(T weights, T state) => weights > T.Zero && state > T.Zero ? T.Sqrt(weights / state) : T.One;

    private static T Norm(IEnumerable<T[]> vectors)
    {
        T sum = T.Zero;
        foreach (T[] vector in vectors)
            sum += SquareSum(vector);
        return T.Sqrt(sum);
    }

    private static T Norm(Variable<T>[] vectors)
    {
        T sum = T.Zero;
        foreach (Variable<T> vector in vectors)
            sum += SquareSum(vector.Values);
        return T.Sqrt(sum);
    }

    private static T SquareSum(ReadOnlySpan<T> vector)
    {
        T sum = T.Zero;
        foreach (T element in vector)
            sum += element * element;
        return sum;
    }
}
