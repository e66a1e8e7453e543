using System;
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
    public Truncation ToPolicy() => TruncationForms.Read("--truncation", Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private sealed class Converter : JsonConverter<TruncationText>
    {
        public override TruncationText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, TruncationText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
