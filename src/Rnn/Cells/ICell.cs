using System;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// A recurrent cell: it maps an input and a state to an output and the next state. Sizes, parameters and
/// <see cref="Advance(Variable{T}, in TState, out TState)"/> make a cell; the other members have a default that may be replaced.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
/// <remarks>
/// The work on the input that does not depend on the state is a method of its own, <see cref="Project"/>, so that a whole sequence's can be
/// done in one product. Random numbers come from outside, by a counter (<see cref="Noise"/>), so that a step run again draws the same.
/// </remarks>
/// <example>A cell of one's own, with leaking units (Jaeger et al. 2007), in ten lines:<code>
/// sealed class LeakyCell(int inputs, int hidden, RandomStream random) : ICell&lt;float, HiddenState&lt;float&gt;&gt;
/// {
///     private readonly Linear&lt;float&gt; _affine = new(inputs + hidden, hidden, random);
///     public int InputSize =&gt; inputs;
///     public int OutputSize =&gt; hidden;
///     public IReadOnlyList&lt;Parameter&lt;float&gt;&gt; Parameters =&gt; _affine.Parameters;
///     public Variable&lt;float&gt; Advance(Variable&lt;float&gt; x, in HiddenState&lt;float&gt; state, out HiddenState&lt;float&gt; next)
///     {
///         next = new(0.7f * state.Hidden + 0.3f * Ops.Tanh(_affine.Forward(Ops.Concatenate(1, x, state.Hidden))));
///         return next.Hidden;
///     }
/// }
/// </code></example>
public interface ICell<T, TState> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    /// <summary>The number of features of an input.</summary>
    int InputSize { get; }

    /// <summary>The number of features of an output.</summary>
    int OutputSize { get; }

    /// <summary>The state before the first step: by default zeros, <c>[batch, outputs]</c> for each part.</summary>
    /// <param name="tape">Where to put it.</param>
    /// <param name="batch">How many sequences run side by side.</param>
    TState InitialState(Tape<T> tape, int batch) => States.Zero<T, TState>(tape, new Shape(batch, OutputSize));

    /// <summary>What the inputs contribute to the steps, for one step or a whole sequence; by default the inputs themselves.</summary>
    /// <param name="inputs">Inputs <c>[..., inputs]</c>.</param>
    /// <returns>The contributions <c>[..., any]</c>, as <c>Advance</c> takes them.</returns>
    Variable<T> Project(Variable<T> inputs) => inputs;

    /// <summary>What one-hot inputs contribute to the steps: <see cref="Project"/> of the vectors. A cell that begins with a product looks up its rows instead.</summary>
    /// <param name="tape">Where to put it.</param>
    /// <param name="classes">Class numbers, each from 0 to one less than the input size.</param>
    /// <returns>The contributions <c>[classes, any]</c>.</returns>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Project(Ops.OneHot(tape, classes, InputSize));

    /// <summary>One step, without random numbers: as in evaluation.</summary>
    /// <param name="projected">What the step's input contributes, <c>[batch, any]</c>: a slice of what <see cref="Project"/> returned.</param>
    /// <param name="state">The state before the step.</param>
    /// <param name="next">The state after the step.</param>
    /// <returns>The output <c>[batch, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">What is projected, or the state, has another shape than the cell's.</exception>
    Variable<T> Advance(Variable<T> projected, in TState state, out TState next);

    /// <summary>One step of training; by default that of evaluation, for a cell that draws nothing.</summary>
    /// <param name="projected">What the step's input contributes, <c>[batch, any]</c>.</param>
    /// <param name="state">The state before the step.</param>
    /// <param name="noise">What the step draws from; <c>default</c> in evaluation.</param>
    /// <param name="next">The state after the step.</param>
    /// <returns>The output <c>[batch, outputs]</c>.</returns>
    Variable<T> Advance(Variable<T> projected, in TState state, Noise noise, out TState next) => Advance(projected, in state, out next);
}
