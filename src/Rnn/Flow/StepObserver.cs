using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Lets a report see the steps of cells from inside a sequence that somebody else wrote. While it watches, cells run step by step, so that the
/// losses hang on the very nodes of the states: a fused operation's outputs and its final state are different nodes.
/// </summary>
internal static class StepObserver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A tape is one thread's, and so are the steps that are run on it.
    [ThreadStatic]
    private static List<SeenStep<T>>? _seen;

    public static bool IsWatching => _seen is not null;

    public static void Watch(List<SeenStep<T>> seen) => _seen = seen;

    public static void Stop() => _seen = null;

    public static void Saw<TState>(object cell, Variable<T> projected, in TState next)
        where TState : struct, IState<TState, T>
    {
        if (_seen is null)
            return;
        Variable<T>[] parts = new Variable<T>[next.PartCount];
        string[] names = new string[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            (parts[i], names[i]) = (next[i], TState.PartName(i));
        _seen.Add(new SeenStep<T>(projected, IGatedCell.NamesOf(cell), IGatedCell.FeaturesOf(cell, projected.Shape[-1]), parts, names));
    }
}

// One step of one cell: what its input contributed, and the state after it.
internal readonly record struct SeenStep<T>(Variable<T> Projected, IReadOnlyList<string> Gates, int GatedFeatures, Variable<T>[] Parts, string[] PartNames)
    where T : unmanaged, IFloatingPointIeee754<T>;
