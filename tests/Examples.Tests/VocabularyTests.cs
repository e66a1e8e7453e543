using System;
using AutoDiff.Examples;
using AutoDiff.Examples.CharacterLm;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class VocabularyTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("hello\r\nworld\t\0")]
    [InlineData("naïve Ωmega 😀🎉 e\u0301")]
    public void Text_comes_back_from_tokens(string text)
    {
        Vocabulary vocabulary = Vocabulary.Of(text);
        Assert.Equal(text, vocabulary.Decode(vocabulary.Encode(text)));
        Vocabulary copy = Vocabulary.FromCodePoints(vocabulary.ToCodePoints());
        Assert.Equal(vocabulary.Characters, copy.Characters);
        Assert.Equal(text, copy.Decode(copy.Encode(text)));
    }

    [Fact]
    public void Tokens_are_numbered_by_code_point_and_samples_open_with_a_line_feed()
    {
        Vocabulary vocabulary = Vocabulary.Of("cab\nab\t");
        Assert.Equal([4, 2, 3, 1, 2, 3, 0], vocabulary.Encode("cab\nab\t"));
        Assert.Equal(1, vocabulary.Opening);
        Assert.Equal(0, Vocabulary.Of("zx").Opening);
    }

    [Fact]
    public void Unknown_characters_are_named_once_each()
    {
        InputException error = Assert.Throws<InputException>(() => Vocabulary.Of("abc").Encode("aX\nX😀b"));
        Assert.Equal("--prompt: the model does not know 'X', U+000A, '😀'; need characters of the text that it was trained on.", error.Message);
    }

    [Theory]
    [InlineData(new long[0])]
    [InlineData(new long[] { 5, 5 })]
    [InlineData(new long[] { 7, 5 })]
    [InlineData(new long[] { -1 })]
    [InlineData(new long[] { 0xD800 })]
    [InlineData(new long[] { 0x110000 })]
    [InlineData(new long[] { long.MaxValue })]
    public void Code_points_that_are_no_vocabulary_are_refused(long[] codePoints) =>
        Assert.Contains("damaged", Assert.Throws<InputException>(() => Vocabulary.FromCodePoints(codePoints)).Message, StringComparison.Ordinal);
}
