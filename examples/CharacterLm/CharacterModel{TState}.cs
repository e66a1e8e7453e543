using System;
using System.Collections.Generic;
using System.Threading;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>A recurrent model of characters with one kind of cell.</summary>
public sealed class CharacterModel<TState> : CharacterModel
    where TState : struct, IState<TState, float>
{
    internal CharacterModel(Settings settings, Vocabulary vocabulary, RandomStream random, Func<int, string, ICell<float, TState>> makeCell)
        : base(settings, vocabulary, random)
    {
        Embedding<float>? embedding = settings.Embedding == 0 ? null : new Embedding<float>(vocabulary.Count, settings.Embedding, random);
        ICell<float, TState>[] cells = new ICell<float, TState>[settings.Layers];
        for (int layer = 0; layer < cells.Length; layer++)
            cells[layer] = makeCell(layer > 0 ? settings.Hidden : embedding is null ? vocabulary.Count : settings.Embedding, $"layers.{layer}");
        Network = new LanguageModel<float, TState>(
            embedding,
            new RecurrentStack<float, TState>(cells, settings.Dropout),
            new Linear<float>(settings.Hidden, vocabulary.Count, random, name: "output"),
            settings.Dropout);
    }

    /// <summary>The network.</summary>
    public LanguageModel<float, TState> Network { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<float>> Parameters => Network.Parameters;

    /// <inheritdoc/>
    public override Trainer CreateTrainer(TrainingText text) => new Trainer<TState>(this, text);

    /// <inheritdoc/>
    public override string Sample(string prompt, int length, double temperature, ulong seed, CancellationToken stop = default) =>
        Sampling.Sample(this, prompt, length, temperature, seed, stop);
}
