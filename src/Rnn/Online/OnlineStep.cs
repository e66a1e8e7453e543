using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;

namespace AutoDiff.Rnn;

/// <summary>One recorded step, its state as a vector of numbers: all parts, all rows of the batch, one after the other.</summary>
internal readonly struct OnlineStep<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly Tape<T> _tape;
    private readonly Variable<T>[] _before;
    private readonly Variable<T>[] _after;
    private readonly Variable<T>[] _weights;

    public OnlineStep(Tape<T> tape, in TState before, in TState after, bool isFirst)
    {
        _tape = tape;
        Parameters = tape.ParametersInUse();
        _weights = Array.ConvertAll(Parameters, tape.Use);
        _after = Parts(in after);

        // The first state is no leaf: where it depends on weights, its part of the graph says how.
        _before = isFirst ? [] : Parts(in before);
    }

    // What the step read.
    public Parameter<T>[] Parameters { get; }

    public static int SizeOf(in TState state)
    {
        int size = 0;
        for (int part = 0; part < state.PartCount; part++)
            size += state[part].Shape.Count;
        return size;
    }

    // The same numbers, as something to differentiate with respect to.
    public static TState AsVariables(in TState state)
    {
        Variable<T>[] parts = Parts(in state);
        for (int part = 0; part < parts.Length; part++)
            parts[part] = parts[part].Tape.Variable(parts[part].Values, parts[part].Shape);
        return TState.FromParts(parts);
    }

    // The scaled slope of a loss with respect to the state before.
    public T[] Vjp(Variable<T> loss, T scale) =>
        Flat(_tape.Vjp([loss], [_tape.Fill(scale, loss.Shape)], _before, unconnected: Unconnected.Zero));

    // Adds to the gradients of parameters, also of such as this step does not read.
    public void AddToGradients(IEnumerable<(Parameter<T> Parameter, T[] Slope)> slopes)
    {
        List<Variable<T>> roots = [], cotangents = [];
        foreach ((Parameter<T> parameter, T[] slope) in slopes)
        {
            roots.Add(_tape.Use(parameter));
            cotangents.Add(_tape.Constant(slope, parameter.Shape));
        }

        _tape.Backward(CollectionsMarshal.AsSpan(roots), CollectionsMarshal.AsSpan(cotangents));
    }

    // A cotangent of the state after, times B (by parameter) and times J (as a vector, empty in the first step).
    public (Variable<T>[] Weights, T[] State) Vjp(ReadOnlySpan<T> cotangent)
    {
        Variable<T>[] slopes = _tape.Vjp(_after, Unflatten(cotangent, _after), [.. _weights, .. _before], unconnected: Unconnected.Zero);
        return (slopes[..Parameters.Length], Flat(slopes.AsSpan(Parameters.Length)));
    }

    // J times a tangent of the state before; zero in the first step.
    public T[] Jvp(ReadOnlySpan<T> tangent)
    {
        if (_before.Length == 0)
            return new T[tangent.Length];
        return Flat(_tape.Jvp(_after, _before, Unflatten(tangent, _before), unconnected: Unconnected.Zero));
    }

    // y += factor x.
    public static void Add(ReadOnlySpan<T> x, T factor, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] += factor * x[i];
    }

    private Variable<T>[] Unflatten(ReadOnlySpan<T> vector, Variable<T>[] like)
    {
        Variable<T>[] parts = new Variable<T>[like.Length];
        for (int part = 0, at = 0; part < parts.Length; at += like[part++].Shape.Count)
            parts[part] = _tape.Constant(vector.Slice(at, like[part].Shape.Count), like[part].Shape);
        return parts;
    }

    private static T[] Flat(ReadOnlySpan<Variable<T>> parts)
    {
        int size = 0;
        foreach (Variable<T> part in parts)
            size += part.Shape.Count;
        T[] vector = new T[size];
        int at = 0;
        foreach (Variable<T> part in parts)
        {
            part.Values.CopyTo(vector.AsSpan(at));
            at += part.Shape.Count;
        }

        return vector;
    }

    private static Variable<T>[] Parts(in TState state)
    {
        Variable<T>[] parts = new Variable<T>[state.PartCount];
        for (int part = 0; part < parts.Length; part++)
            parts[part] = state[part];
        return parts;
    }
}
