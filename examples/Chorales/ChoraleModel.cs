using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.Chorales;

/// <summary>Hears frames of music and says of each of the 88 keys how likely it is to sound in the next.</summary>
public abstract class ChoraleModel : IModule<float>
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>Makes a model with random weights.</summary>
    /// <param name="settings">Its cell and sizes.</param>
    /// <param name="seed">Decides the weights.</param>
    public static ChoraleModel Create(Settings settings, int seed)
    {
        RandomStream random = new((ulong)seed);
        return settings.Cell switch
        {
            CellKind.Lstm => With(RecurrentStacks.Lstm<float>(Piece.Keys, settings.Hidden, random)),
            CellKind.Gru => With(RecurrentStacks.Gru<float>(Piece.Keys, settings.Hidden, random)),
            CellKind.Elman => With(RecurrentStacks.Elman<float>(Piece.Keys, settings.Hidden, random)),
            _ => throw new ArgumentOutOfRangeException(nameof(settings)),
        };

        ChoraleModel With<TState>(RecurrentStack<float, TState> stack)
            where TState : struct, IState<TState, float> => new ChoraleModel<TState>(stack, new Linear<float>(settings.Hidden, Piece.Keys, random), settings.Dropout);
    }

    /// <summary>Hears pieces of several lengths side by side.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="batch">The pieces.</param>
    /// <param name="random">Where dropped elements are drawn from while training; null in evaluation.</param>
    /// <returns>For each frame but a piece's last, the scores of the keys in the next: packed, <c>[frames, 88]</c>.</returns>
    public abstract Variable<float> Scores(Tape<float> tape, PieceBatch batch, RandomStream? random = null);

    /// <summary>Begins a piece of which nothing was heard.</summary>
    public abstract IListener Listen();

    /// <summary>
    /// The summed surprise, in nats, at all keys of all frames: <c>log(1 + e^score) - sounds · score</c> for each key, the negative log-likelihood of
    /// independent keys.
    /// </summary>
    /// <param name="scores">The scores, packed.</param>
    /// <param name="batch">The pieces.</param>
    public static Variable<float> Loss(Variable<float> scores, PieceBatch batch) => Sum(Softplus(scores) - (batch.Targets(scores.Tape) * scores));
}
