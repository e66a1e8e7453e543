using System;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// What runs over whole sequences, whether it reads them in one direction or in both: a <see cref="RecurrentStack{T, TState}"/>, a
/// <see cref="BidirectionalStack{T, TState}"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of all its parts.</typeparam>
public interface IRecurrentNetwork<T, TState> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    /// <summary>The number of features of an input.</summary>
    int InputSize { get; }

    /// <summary>The number of features of an output.</summary>
    int OutputSize { get; }

    /// <summary>The states where a sequence begins.</summary>
    /// <param name="tape">Where to put them.</param>
    /// <param name="batch">How many sequences run side by side.</param>
    TState InitialState(Tape<T> tape, int batch);

    /// <summary>Runs over sequences of one length.</summary>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c>.</param>
    /// <param name="state">The states where the sequences begin.</param>
    /// <param name="final">The states where they end.</param>
    /// <param name="random">Where dropped elements are drawn from while training; null in evaluation.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or there is no step.</exception>
    Variable<T> Unroll(Variable<T> inputs, in TState state, out TState final, RandomStream? random = null);

    /// <summary>Runs over packed rows of several lengths.</summary>
    /// <param name="packed">The inputs <c>[places, inputs]</c>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="state">The states where the rows begin, a row for every row, empty ones included.</param>
    /// <param name="final">The states where each row ends; an empty row's are <paramref name="state"/>'s.</param>
    /// <param name="random">Where dropped elements are drawn from while training; null in evaluation.</param>
    /// <returns>The outputs <c>[places, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs or states do not fit the rows.</exception>
    Variable<T> UnrollPacked(Variable<T> packed, PackedSegment rows, in TState state, out TState final, RandomStream? random = null);
}
