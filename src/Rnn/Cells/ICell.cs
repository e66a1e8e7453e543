using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// A recurrent cell: it maps an input and a state to an output and the next state. The work on the input that does not depend on the
/// state is a method of its own, so that a whole sequence's can be done in one product.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
public interface ICell<T, TState> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    /// <summary>The number of features of an input.</summary>
    int InputSize { get; }

    /// <summary>The number of features of an output.</summary>
    int OutputSize { get; }

    /// <summary>The state before the first step.</summary>
    /// <param name="tape">Where to put it.</param>
    /// <param name="batch">How many sequences run side by side.</param>
    TState InitialState(Tape<T> tape, int batch);

    /// <summary>What the inputs contribute to the steps, for one step or a whole sequence.</summary>
    /// <param name="inputs">Inputs <c>[..., inputs]</c>.</param>
    /// <returns>The contributions <c>[..., any]</c>, as <see cref="Advance"/> takes them; <paramref name="inputs"/> itself where there is nothing to do ahead.</returns>
    Variable<T> Project(Variable<T> inputs);

    /// <summary>One step.</summary>
    /// <param name="projected">What the step's input contributes, <c>[batch, any]</c>: a slice of what <see cref="Project"/> returned.</param>
    /// <param name="state">The state before the step.</param>
    /// <param name="next">The state after the step.</param>
    /// <returns>The output <c>[batch, outputs]</c>.</returns>
    Variable<T> Advance(Variable<T> projected, in TState state, out TState next);
}
