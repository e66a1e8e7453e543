using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>A truncation policy as the command line and the files write it: <c>none</c>, <c>chunks:K</c>, <c>window:K</c> or <c>window:K:STRIDE</c>.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct TruncationText(string Text)
{
    /// <summary>The policy.</summary>
    /// <exception cref="InputException">The text is none of the forms, or a number is out of its range.</exception>
    public Truncation ToPolicy()
    {
        string[] words = Text.Split(':');
        Span<int> numbers = stackalloc int[2];
        bool known = words.Length <= 3;
        for (int i = 1; known && i < words.Length; i++)
            known = int.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i - 1]);
        if (!known)
            throw Unknown();
        try
        {
            return (words[0], words.Length) switch
            {
                ("none", 1) => Truncation.None,
                ("chunks", 2) => Truncation.Chunks(numbers[0]),
                ("window", 2) => Truncation.Window(numbers[0]),
                ("window", 3) => Truncation.Window(numbers[0], numbers[1]),
                _ => throw Unknown(),
            };
        }
        catch (ArgumentException error)
        {
            throw new InputException($"--truncation: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private InputException Unknown() => new($"--truncation: \"{Text}\" is no policy; need none, chunks:K, window:K or window:K:STRIDE with whole numbers.");

    private sealed class Converter : JsonConverter<TruncationText>
    {
        public override TruncationText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, TruncationText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
