using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>A recurrent model of characters, whatever its cell.</summary>
public abstract class CharacterModel
{
    private protected CharacterModel(Settings settings, Vocabulary vocabulary, RandomStream random)
    {
        Settings = settings;
        Vocabulary = vocabulary;
        Random = random;
    }

    /// <summary>What the model was made from.</summary>
    public Settings Settings { get; }

    /// <summary>The characters that it knows.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Where the initial weights came from, and where dropped elements come from.</summary>
    public RandomStream Random { get; }

    /// <summary>All weights.</summary>
    public abstract IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>Makes a model with initial weights.</summary>
    /// <exception cref="InputException">A setting is out of its range.</exception>
    public static CharacterModel Create(Settings settings, Vocabulary vocabulary)
    {
        settings.Check();
        RandomStream random = new(settings.Seed);
        return settings.Cell switch
        {
            CellKind.Elman => new CharacterModel<HiddenState<float>>(
                settings, vocabulary, random, (inputs, name) => new ElmanCell<float>(inputs, settings.Hidden, random, name: name)),
            CellKind.Lstm => new CharacterModel<LstmState<float>>(settings, vocabulary, random, (inputs, name) => new LstmCell<float>(inputs, settings.Hidden, random, name: name)),
            CellKind.Gru => new CharacterModel<HiddenState<float>>(settings, vocabulary, random, (inputs, name) => new GruCell<float>(inputs, settings.Hidden, random, name: name)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Makes a trainer that updates this model.</summary>
    public abstract Trainer CreateTrainer(TrainingText text);

    /// <summary>Writes text: the prompt, then characters drawn from the model one after the other.</summary>
    /// <param name="prompt">What the text begins with; may be empty.</param>
    /// <param name="length">How many characters to draw.</param>
    /// <param name="temperature">What scores are divided by before the softmax; 0 always takes the likeliest character.</param>
    /// <param name="seed">Where the draws come from: the same seed gives the same text.</param>
    /// <param name="stop">Ends the text early.</param>
    /// <exception cref="InputException">The prompt has characters that the model does not know.</exception>
    public abstract string Sample(string prompt, int length, double temperature, ulong seed, CancellationToken stop = default);
}
