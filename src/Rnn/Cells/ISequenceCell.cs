using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// A cell that can run over a whole sequence at once, faster than step by step: the same values and derivatives up to rounding.
/// <see cref="Recurrence"/> uses it wherever it is there.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
public interface ISequenceCell<T, TState> : ICell<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    /// <summary>All steps of a sequence.</summary>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c>, at least one step.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="final">The state after the last step.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c>.</returns>
    Variable<T> Run(Variable<T> inputs, in TState state, out TState final);

    /// <summary>All steps of a sequence whose inputs' products are done.</summary>
    /// <param name="projected">What the cell's <c>Project</c> made of the inputs, <c>[time, batch, any]</c>, at least one step.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="final">The state after the last step.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c>.</returns>
    Variable<T> RunProjected(Variable<T> projected, in TState state, out TState final);

    /// <summary>All steps of a sequence in training; by default those of evaluation, for a cell that draws nothing.</summary>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c>, at least one step.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="noise">What the first step draws from; <c>default</c> in evaluation.</param>
    /// <param name="final">The state after the last step.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c>.</returns>
    Variable<T> Run(Variable<T> inputs, in TState state, Noise noise, out TState final) => Run(inputs, in state, out final);

    /// <summary>All steps of a sequence in training whose inputs' products are done; by default those of evaluation.</summary>
    /// <param name="projected">What the cell's <c>Project</c> made of the inputs, <c>[time, batch, any]</c>, at least one step.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="noise">What the first step draws from; <c>default</c> in evaluation.</param>
    /// <param name="final">The state after the last step.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c>.</returns>
    Variable<T> RunProjected(Variable<T> projected, in TState state, Noise noise, out TState final) => RunProjected(projected, in state, out final);
}
