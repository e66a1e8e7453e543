using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>Cells around any cell, a user's own included. They draw from the <see cref="Noise"/> of a step alone, each from numbers of its own, and so nest and replay.</summary>
/// <example><code>
/// LstmCell&lt;float&gt; lstm = new(64, 64, random);
/// ICell&lt;float, LstmState&lt;float&gt;&gt; cell = lstm.WithWeightDrop(lstm.RecurrentWeights, 0.5).WithZoneout(0.05, 0.5).WithResidual().WithLearnedStart();
/// </code></example>
public static class CellWrappers
{
    /// <summary>A cell whose units keep their old state at random steps: see <see cref="ZoneoutCell{T, TState}"/>.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="probabilities">The probability of keeping an element, for each part of the state in its order; parts left out always change. Of an LSTM: hidden, cell.</param>
    /// <exception cref="ArgumentException">There are no probabilities, or more than parts, or one is not in [0, 1).</exception>
    public static ZoneoutCell<T, TState> WithZoneout<T, TState>(this ICell<T, TState> cell, params ReadOnlySpan<double> probabilities)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T> => new(cell, probabilities);

    /// <summary>A cell that sees its state with the same elements dropped at every step: see <see cref="StateDropoutCell{T, TState}"/>.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="probabilities">The probability of dropping an element, for each part of the state in its order; parts left out stay whole. Of an LSTM: hidden, cell.</param>
    /// <exception cref="ArgumentException">There are no probabilities, or more than parts, or one is not in [0, 1).</exception>
    public static StateDropoutCell<T, TState> WithStateDropout<T, TState>(this ICell<T, TState> cell, params ReadOnlySpan<double> probabilities)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T> => new(cell, probabilities);

    /// <summary>A cell some of whose weights are dropped for a whole sequence: see <see cref="WeightDropCell{T, TState}"/>.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="weights">Which of its parameters: one that meets the state, such as the recurrent weights.</param>
    /// <param name="probability">The probability of dropping a weight.</param>
    /// <exception cref="ArgumentException">
    /// The parameter is not the cell's, or is read before the steps, by <c>Project</c> or for the initial state; or the probability is not in [0, 1).
    /// </exception>
    public static WeightDropCell<T, TState> WithWeightDrop<T, TState>(this ICell<T, TState> cell, Parameter<T> weights, double probability)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T> => new(cell, weights, probability);

    /// <summary>A cell whose output is added to its input: see <see cref="ResidualCell{T, TState}"/>.</summary>
    /// <param name="cell">The cell; put zoneout inside, where it sees the cell's output.</param>
    /// <exception cref="ArgumentException">Inputs and outputs have not the same size.</exception>
    public static ResidualCell<T, TState> WithResidual<T, TState>(this ICell<T, TState> cell)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T> => new(cell);

    /// <summary>A cell whose initial state is learnt: see <see cref="LearnedStartCell{T, TState}"/>.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="name">What the parameters' names begin with: a dot and the part's number follow.</param>
    public static LearnedStartCell<T, TState> WithLearnedStart<T, TState>(this ICell<T, TState> cell, string name = "start")
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T> => new(cell, name);
}
