using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Examples;
using AutoDiff.Examples.Tagger;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class TaggerTests : IDisposable
{
    private const string Words = """
        # sent_id = 1
        1	They	they	PRON	PRP	_	2	nsubj	_	_
        2-3	don't	_	_	_	_	_	_	_	_
        2	do	do	AUX	VBP	_	0	root	_	_
        3	n't	not	PART	RB	_	2	advmod	_	_
        3.1	go	go	VERB	VB	_	_	_	_	_

        1	No	no	INTJ	UH	_	0	root	_	_

        """;

    private static readonly Settings Small = new() { WordFeatures = 16, CharacterFeatures = 8, CharacterHidden = 16, Hidden = 24, Batch = 8, LearningRate = 0.02, Dropout = 0.1 };

    private readonly string _folder = Directory.CreateTempSubdirectory("tagger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sentences_are_read_as_they_stand_packed_or_not()
    {
        string text = Words.ReplaceLineEndings("\n");
        IReadOnlyList<TaggedSentence> read = ConlluFile.Read(new StringReader(text), "test");
        Assert.Equal(["They/PRON do/AUX n't/PART", "No/INTJ"], read.Select(Text));
        using (GZipStream packed = new(File.Create(At("x.conllu.gz")), CompressionLevel.Fastest))
        using (StreamWriter writer = new(packed))
            writer.Write(text);
        Assert.Equal(read.Select(Text), ConlluFile.Read(At("x.conllu.gz")).Select(Text));
        Assert.Contains(
            "test, line 1 has 2 columns; need 10",
            Assert.Throws<InputException>(() => ConlluFile.Read(new StringReader("1\tNo"), "test")).Message,
            StringComparison.Ordinal);
        Assert.Contains("test has no sentences", Assert.Throws<InputException>(() => ConlluFile.Read(new StringReader("# nothing\n"), "test")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I don't.", "I do n't .")]
    [InlineData("It's John’s, can't you see?", "It 's John ’s , ca n't you see ?")]
    [InlineData("(A 3% rise!)", "( A 3 % rise ! )")]
    public void Texts_are_cut_into_words(string text, string expected) => Assert.Equal(expected, string.Join(' ', Tokenizer.Words(text)));

    [Fact]
    public void A_sentence_is_tagged_the_same_in_any_company()
    {
        IReadOnlyList<TaggedSentence> sentences = MadeGrammar.Sentences(7, 1);
        TaggerModel model = new(Lexicon.Of(sentences), Small);
        using Tape<float> tape = new();
        IReadOnlyList<string>[] words = [.. sentences.Select(sentence => sentence.Words)];
        SentenceBatch batch = new(model.Lexicon, words);
        float[] together = [.. model.Scores(tape, batch).Values];
        int tags = model.Lexicon.Tags.Count;
        for (int row = 0; row < words.Length; row++)
        {
            float[] alone = [.. model.Scores(tape, new SentenceBatch(model.Lexicon, [words[row]])).Values];
            for (int i = 0; i < alone.Length; i++)
                Assert.Equal(alone[i], together[(batch.Rows.Place(row, i / tags) * tags) + (i % tags)], 1e-5);
        }
    }

    [Fact]
    public void The_gradient_is_that_of_forward_mode()
    {
        IReadOnlyList<TaggedSentence> sentences = MadeGrammar.Sentences(3, 1);
        TaggerModel model = new(Lexicon.Of(sentences), new Settings { WordFeatures = 2, CharacterFeatures = 2, CharacterHidden = 2, Hidden = 2, Layers = 2 });
        SentenceBatch batch = new(model.Lexicon, [.. sentences.Select(sentence => sentence.Words)]);
        int[] targets = [.. Enumerable.Range(0, batch.Rows.Count).Select(i => i % model.Lexicon.Tags.Count)];
        GradientCheck.Of<float>(tape => Losses.SoftmaxCrossEntropy(model.Scores(tape, batch), targets, LossReduction.Mean)).AgainstForwardMode().Within(2e-3).Assert();
    }

    [Fact]
    public void Frequent_words_are_seldom_forgotten_and_others_are_always_unknown()
    {
        TaggedSentence often = new([.. Enumerable.Repeat("word", 100), "once"], [.. Enumerable.Repeat("X", 101)]);
        Lexicon lexicon = Lexicon.Of([often, new TaggedSentence(["Rare", "rare"], ["X", "X"])]);
        Assert.Equal((3, 100, 2), (lexicon.WordCount, lexicon.CountOf(1), lexicon.CountOf(2)));
        Assert.Equal((1, 2, 0), (lexicon.WordOf("WORD"), lexicon.WordOf("rare"), lexicon.WordOf("once")));
        IReadOnlyList<string>[] words = [[.. Enumerable.Repeat("word", 2000), .. Enumerable.Repeat("rare", 2000)]];
        SentenceBatch batch = new(lexicon, words, new Random(1));
        Assert.Equal(2, batch.Spellings.RowCount);
        Assert.InRange(batch.Words[..2000].Count(0), 0, 20);
        Assert.InRange(batch.Words[2000..].Count(0), 2000 * 0.25 / 2.25 * 0.7, 2000 * 0.25 / 2.25 * 1.3);
        Assert.Equal(0, new SentenceBatch(lexicon, words).Words.Count(0));
    }

    [Fact]
    public void A_made_grammar_is_learnt_new_words_by_their_endings()
    {
        using Trainer trainer = new(Treebank.Load(null), Small with { Epochs = 3 });
        Result result = trainer.Run(new StatusLine(TextWriter.Null));
        Evaluation baseline = trainer.MeasureBaseline(MadeGrammar.Sentences(200, 3));
        Assert.InRange(result.Test.Accuracy, 0.93, 1);
        Assert.InRange(result.Test.AccuracyNew, 0.9, 1);
        Assert.InRange(baseline.Accuracy, 0.6, 0.9);
        Assert.InRange(baseline.AccuracyNew, 0, 0.6);
    }

    [Fact]
    public void A_saved_model_tags_as_it_did()
    {
        Said trained = Said.By(
            Program.Run, "--epochs", "1", "--hidden", "8", "--save", At("m.safetensors"), "--json", At("n.json"), "--picture", At("p.svg"), "--tag",
            "they will walk.");
        trained.Shows("a made grammar: 600 sentences", "each word's usual tag", "they/");
        Said.By(Program.Run, "--model", At("m.safetensors"), "--tag", "they will walk.").Shows(trained.Output.TrimEnd().Split('\n')[^1]);
        Pictures.Check(File.ReadAllText(At("p.svg")), "seed 1, new words");
        byte[] whole = File.ReadAllBytes(At("m.safetensors"));
        File.WriteAllBytes(At("cut.safetensors"), whole[..(whole.Length / 2)]);
        Said.By(Program.Run, "--model", At("cut.safetensors"), "--tag", "x").Refuses("is damaged");
        File.WriteAllBytes(At("nan.safetensors"), [.. whole[..^4], 0xFF, 0xFF, 0xFF, 0xFF]);
        Said.By(Program.Run, "--model", At("nan.safetensors"), "--tag", "x").Refuses("has weights that are not finite");
        WeightFile.Save(At("other.safetensors"), [new Parameter<float>("w", new Shape(2))]);
        Said.By(Program.Run, "--model", At("other.safetensors"), "--tag", "x").Refuses("holds arrays, but no tagger");
    }

    [Theory]
    [InlineData("--data nowhere", "--data: there is no folder nowhere")]
    [InlineData("--data .", "files whose names end in -train.conllu or -train.conllu.gz; need one")]
    [InlineData("--model nowhere --tag x", "--model: nowhere cannot be read")]
    [InlineData("--model x --tag y --epochs 2", "--epochs says how to train, --model only tags a sentence; leave one out.")]
    [InlineData("--model x --tag y --json z", "--json says how to train")]
    [InlineData("--model x", "need one by --tag TEXT")]
    [InlineData("--tag ", "--tag: there is no word")]
    [InlineData("--dropout 1", "--dropout: 1 is out of range")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);

    private static string Text(TaggedSentence sentence) => string.Join(' ', sentence.Words.Zip(sentence.Tags, (word, tag) => $"{word}/{tag}"));

    private string At(string name) => Path.Combine(_folder, name);
}
