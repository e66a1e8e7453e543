using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>What every cell can do by its own members.</summary>
public static class CellExtensions
{
    /// <summary>One step from its input: <c>(output, next) = Advance(Project(input), state)</c>.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="input">The input <c>[batch, inputs]</c>.</param>
    /// <param name="state">The state before the step.</param>
    /// <returns>The output <c>[batch, outputs]</c>, and the state after the step.</returns>
    /// <example><code>(Variable&lt;float&gt; y, LstmState&lt;float&gt; next) = cell.Step(x, state);</code></example>
    public static (Variable<T> Output, TState Next) Step<T, TState>(this ICell<T, TState> cell, Variable<T> input, in TState state)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Variable<T> projected = cell.Project(input);
        Variable<T> output = cell.Advance(projected, in state, out TState next);
        StepObserver<T>.Saw(cell, projected, in next);
        return (output, next);
    }

    /// <summary>The state before the first step, of a cell whose class leaves it to the default.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="tape">Where to put it.</param>
    /// <param name="batch">How many sequences run side by side.</param>
    public static TState InitialState<T, TState>(this ICell<T, TState> cell, Tape<T> tape, int batch)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T> => cell.InitialState(tape, batch);
}
