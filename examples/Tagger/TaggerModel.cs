using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.Tagger;

/// <summary>
/// A bidirectional LSTM reads the characters of each word, another the words of each sentence; what both directions know at a word tells its part of speech.
/// </summary>
/// <remarks>
/// Source of the architecture: Plank, Søgaard and Goldberg 2016, "Multilingual Part-of-Speech Tagging with Bidirectional Long Short-Term Memory Models and
/// Auxiliary Loss", without the loss.
/// </remarks>
public sealed class TaggerModel : IModule<float>
{
    private readonly Embedding<float> _characters, _words;
    private readonly BidirectionalStack<float, LstmState<float>> _speller, _reader;
    private readonly Linear<float> _output;
    private readonly Dropout _dropout;

    /// <summary>Makes a model with random weights.</summary>
    /// <param name="lexicon">What it knows by number.</param>
    /// <param name="settings">Its sizes.</param>
    public TaggerModel(Lexicon lexicon, Settings settings)
    {
        RandomStream random = new((ulong)settings.Seed);
        Lexicon = lexicon;
        _characters = new Embedding<float>(lexicon.CharacterCount, settings.CharacterFeatures, random, deviation: 0.3, name: "characters");
        _words = new Embedding<float>(lexicon.WordCount, settings.WordFeatures, random, deviation: 0.1, name: "words");
        _speller = BidirectionalStacks.Lstm<float>(settings.CharacterFeatures, settings.CharacterHidden, random, name: "speller");
        _reader = BidirectionalStacks.Lstm<float>(
            settings.WordFeatures + (2 * settings.CharacterHidden), settings.Hidden, random, settings.Layers, settings.Dropout, name: "reader");
        _output = new Linear<float>(2 * settings.Hidden, lexicon.Tags.Count, random, name: "output");
        _dropout = new Dropout(settings.Dropout);
        Parameters = [.. _characters.Parameters, .. _words.Parameters, .. _speller.Parameters, .. _reader.Parameters, .. _output.Parameters];
    }

    /// <summary>What it knows by number.</summary>
    public Lexicon Lexicon { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>Reads sentences.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="batch">The sentences.</param>
    /// <param name="random">Where dropped elements are drawn from while training; null in evaluation.</param>
    /// <returns>The scores of the parts of speech at each word: packed, <c>[words, tags]</c>.</returns>
    public Variable<float> Scores(Tape<float> tape, SentenceBatch batch, RandomStream? random = null)
    {
        // Where both directions end: the forward one has read the word to its end, the backward one to its beginning.
        StackState<float, BidirectionalState<float, LstmState<float>>> before = _speller.InitialState(tape, batch.Spellings.RowCount);
        _speller.UnrollPacked(
            _characters.Forward(tape, batch.Characters),
            batch.Spellings,
            in before,
            out StackState<float, BidirectionalState<float, LstmState<float>>> spelled,
            random);
        BidirectionalState<float, LstmState<float>> ends = spelled.Layer(0);
        Variable<float> spellings = Concatenate(1, ends.Forward.Hidden, ends.Backward.Hidden);

        Variable<float> inputs = Concatenate(1, _words.Forward(tape, batch.Words), Gather(spellings, batch.Spelled));
        StackState<float, BidirectionalState<float, LstmState<float>>> start = _reader.InitialState(tape, batch.Rows.RowCount);
        Variable<float> outputs = _reader.UnrollPacked(_dropout.Forward(inputs, random), batch.Rows, in start, out _, random);
        return _output.Forward(_dropout.Forward(outputs, random));
    }

    /// <summary>Tags sentences.</summary>
    /// <param name="tape">Where to compute; it is reset, and nothing is recorded.</param>
    /// <param name="sentences">The words of each sentence.</param>
    /// <returns>The likeliest part of speech of each word.</returns>
    public IReadOnlyList<IReadOnlyList<string>> Tag(Tape<float> tape, IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        tape.Reset();
        using NoGradientScope<float> forward = tape.NoGradient();
        SentenceBatch batch = new(Lexicon, sentences);
        int[] likeliest = ArgMax(Scores(tape, batch), -1);
        List<string[]> tags = [];
        for (int row = 0; row < sentences.Count; row++)
        {
            string[] sentence = new string[sentences[row].Count];
            for (int t = 0; t < sentence.Length; t++)
                sentence[t] = Lexicon.Tags[likeliest[batch.Rows.Place(row, t)]];
            tags.Add(sentence);
        }

        return tags;
    }
}
