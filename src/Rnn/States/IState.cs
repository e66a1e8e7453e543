using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// What a recurrent cell hands from one step to the next, as a typed record of variables. From these three members follow
/// detaching, resetting and selecting rows, and carrying the state from one tape to the next (<see cref="States"/>, <see cref="CarriedState{T, TState}"/>).
/// </summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
/// <typeparam name="T">The element type.</typeparam>
public interface IState<TSelf, T>
    where TSelf : struct, IState<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Whether the state may be carried from one part of a sequence to the next. It is not where a network reads its sequence from both ends:
    /// what such a state holds in the middle depends on what comes after.
    /// </summary>
    static virtual bool CanCarry => true;

    /// <summary>How many variables the state consists of. For the state of one layer it is a number of the type: also <c>default</c> answers it.</summary>
    int PartCount { get; }

    /// <summary>One of the variables, <c>[batch, ...]</c>.</summary>
    /// <param name="part">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such variable.</exception>
    Variable<T> this[int part] { get; }

    /// <summary>Makes a state from its variables, in the order in which the indexer gives them.</summary>
    /// <param name="parts">The variables.</param>
    /// <exception cref="ArgumentException">A state does not consist of as many.</exception>
    static abstract TSelf FromParts(ReadOnlySpan<Variable<T>> parts);

    /// <summary>What a report calls one of the variables.</summary>
    /// <param name="part">Which, from 0.</param>
    static virtual string PartName(int part) => $"part {part}";
}
