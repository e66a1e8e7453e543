using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Examples;
using AutoDiff.Examples.RnnLm;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class RnnLmDataTests : IDisposable
{
    private readonly RnnLmRuns _runs = new();

    public static TheoryData<string, string[], string> Damages => new()
    {
        { "wiki-dev.txt", [], "wiki-dev.txt has no sentences" },
        { "wiki-dev.txt", [RnnLmRuns.Header], "wiki-dev.txt has no sentences" },
        { "wiki-test.txt", ["the dog barks ."], "wiki-test.txt, line 1 is not the header" },
        { "wiki-test.txt", [RnnLmRuns.Header, "the dog barks .\t1\t2"], "wiki-test.txt, line 2 has 3 columns; need 6" },
        { "wiki-test.txt", [RnnLmRuns.Header, ""], "wiki-test.txt, line 2 has 1 columns; need 6" },
        { "wiki-test.txt", [RnnLmRuns.Header, " \t1\t2\tVBZ\tbarks\tbark"], "line 2 has a sentence without words" },
        { "wiki-test.txt", [RnnLmRuns.Header, "the dog barks\t1\t3\tVBZ\tbarks\tbark"], "line 2 has \"3\" as the place of the verb; need a number from 0 to 2" },
        { "wiki-test.txt", [RnnLmRuns.Header, "the dog barks\t3\t2\tVBZ\tbarks\tbark"], "line 2 has \"3\" as the place of the subject" },
        { "wiki-test.txt", [RnnLmRuns.Header, "the dog barks\t1\t2\tVB\tbarks\tbark"], "line 2 has \"VB\" as the verb's number; need VBZ for singular or VBP for plural" },
        { "wiki-test.txt", [RnnLmRuns.Header, "the dog barks\t1\tx\tVBZ\tbarks\tbark"], "line 2 has \"x\" as the place of the verb" },
        { "vocab.wiki.txt", [], "vocab.wiki.txt has no words" },
        { "vocab.wiki.txt", ["the 3 0.1"], "vocab.wiki.txt, line 1 has 1 columns; need 3" },
        { "vocab.wiki.txt", ["the\t3\tmany"], "vocab.wiki.txt, line 1 has \"many\" as the share of a word" },
        { "vocab.wiki.txt", ["the\t3\t0.1", "the\t3\t0.1"], "the vocabulary has the word \"the\" twice" },
        { "vocab.wiki.txt", ["the\t3\t0.1", "dog\t3\t0.1"], "the first 9 words do not hold the mark <s>" },
    };

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_folder_is_read_as_it_stands()
    {
        Corpus corpus = Corpus.Load(_runs.Folder, null, 9);
        Assert.Equal((2, 1, 9), (corpus.Training.Count, corpus.Validation.Count, corpus.Vocabulary.Count));
        Assert.Equal(0.05, corpus.Vocabulary.Lost, 1e-12);

        // <s> the UNK dogs bark UNK UNK . </s>: "old" is the tenth word, "at" and "NNP" are not in the list.
        Sentence sentence = corpus.Training[1];
        Assert.Equal([1, 0, 3, 7, 5, 3, 3, 4], sentence.Chunk.Inputs.ToArray());
        Assert.Equal([0, 3, 7, 5, 3, 3, 4, 2], sentence.Chunk.Targets.ToArray());
        Assert.Equal((3, 5, 6), (sentence.VerbStep, sentence.Verb, sentence.OtherVerb));
        Assert.Equal(sentence.Verb, sentence.Chunk.Targets.Span[sentence.VerbStep]);
        Assert.Equal(8 + 5, corpus.TrainingWords);
    }

    [Fact]
    public void The_training_part_is_taken_where_there_is_one()
    {
        Assert.Equal("wiki-test.txt", Corpus.Load(_runs.Folder, 1, 9).Name);
        _runs.Write("wiki-train.txt", RnnLmRuns.Header, "the dogs bark .\t1\t2\tVBP\tbark\tbarks");
        Assert.Equal("wiki-train.txt", Corpus.Load(_runs.Folder, 1, 9).Name);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Malformed_files_are_refused_with_their_line(string file, string[] lines, string expected)
    {
        _runs.Write(file, lines);
        InputException error = Assert.Throws<InputException>(() => Corpus.Load(_runs.Folder, null, 9));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_grammar_says_the_same_for_the_same_seed_and_verbs_agree()
    {
        IReadOnlyList<WrittenSentence> sentences = new ToyGrammar(7).Sentences(200);
        Assert.Equal(Texts(sentences), Texts(new ToyGrammar(7).Sentences(200)));
        Assert.NotEqual(Texts(sentences), Texts(new ToyGrammar(8).Sentences(200)));
        foreach (WrittenSentence sentence in sentences)
        {
            bool plural = sentence.Words[1].EndsWith('s') || sentence.Words[1] == "children";
            Assert.Equal(sentence.Verb, sentence.Words[sentence.VerbAt]);
            Assert.Equal(plural, !sentence.Verb.EndsWith('s'));
            Assert.Equal((plural, 1), (sentence.IsPlural, sentence.SubjectAt));
            Assert.Equal(!plural, !sentence.OtherVerb.EndsWith('s'));
            Assert.InRange(sentence.VerbAt - 1, 4, 9);
        }

        Assert.InRange(sentences.Count(sentence => sentence.Verb.EndsWith('s')), 70, 130);
    }

    [Fact]
    public void Generated_sentences_lose_no_word()
    {
        Corpus corpus = Corpus.Load(null, 500, null);
        Assert.Equal((500, 500, 0.0), (corpus.Training.Count, corpus.Validation.Count, corpus.Vocabulary.Lost));
        Assert.InRange(Corpus.Load(null, 500, 10).Vocabulary.Lost, 0.3, 0.8);
    }

    private static IEnumerable<string> Texts(IReadOnlyList<WrittenSentence> sentences) => sentences.Select(sentence => string.Join(' ', sentence.Words));
}
