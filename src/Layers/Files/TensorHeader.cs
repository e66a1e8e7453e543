using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace AutoDiff.Layers;

// A header that has passed every check: its entries, in the order of their data, fill the data exactly.
internal sealed class TensorHeader
{
    // The format's own limit, in bytes.
    public const int MaxLength = 100_000_000;

    // The header, an entry, its shape.
    private const int MaxDepth = 3;

    private readonly string _source;
    private readonly long _dataLength;
    private List<DeclaredEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private TensorHeader(string source, long dataLength)
    {
        _source = source;
        _dataLength = dataLength;
    }

    public IReadOnlyList<DeclaredEntry> Entries => _entries;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public static TensorHeader Parse(ReadOnlySpan<byte> text, string source, long dataLength)
    {
        TensorHeader header = new(source, dataLength);
        try
        {
            header.Parse(text);
        }
        catch (JsonException error)
        {
            throw TensorFileErrors.NotJson(source, error);
        }
        catch (InvalidOperationException error)
        {
            // The reader meets bytes or escapes in a text that are not Unicode.
            throw TensorFileErrors.NotJson(source, error);
        }

        header._entries = [.. header._entries.OrderBy(entry => (entry.Begin, entry.End))];
        header.CheckLayout();
        return header;
    }

    private void Parse(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != (byte)'{')
            throw TensorFileErrors.NotAnObject(_source);
        Utf8JsonReader json = new(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        HashSet<string> names = new(StringComparer.Ordinal);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            if (!names.Add(name))
                throw TensorFileErrors.NameTwice(_source, name);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                throw TensorFileErrors.NotAnEntry(_source, name, $"it is a {json.TokenType}, not an object");
            if (name == TensorFile.MetadataName)
                ParseMetadata(ref json);
            else
                ParseEntry(ref json, name);
        }

        // Nothing but white space may follow; anything else is an error of the reader's.
        json.Read();
    }

    private void ParseMetadata(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.String)
                throw TensorFileErrors.NotAnEntry(_source, TensorFile.MetadataName, $"the value of \"{key}\" is a {json.TokenType}, not a text");
            if (!_metadata.TryAdd(key, json.GetString()!))
                throw TensorFileErrors.NameTwice(_source, key);
        }
    }

    private void ParseEntry(ref Utf8JsonReader json, string name)
    {
        TensorElement? element = null;
        List<long>? shape = null, offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string field = json.GetString()!;
            json.Read();
            if (field == "dtype" && element is null)
                element = ParseElement(ref json, name);
            else if (field == "shape" && shape is null)
                shape = ParseNumbers(ref json, name, field, Shape.MaxRank);
            else if (field == "data_offsets" && offsets is null)
                offsets = ParseNumbers(ref json, name, field, 2);
            else
                throw TensorFileErrors.NotAnEntry(_source, name, $"its field \"{field}\" is unknown or given twice");
        }

        if (element is null || shape is null || offsets is not [long begin, long end])
            throw TensorFileErrors.NotAnEntry(_source, name, "it has not all of dtype, shape and two data_offsets");
        Shape axes = ToShape(name, shape);
        long bytes = (long)axes.Count * TensorElements.Size(element.Value);
        if (begin > end || end - begin != bytes)
            throw TensorFileErrors.WrongBytes(_source, name, begin, end, axes, element.Value, bytes);
        if (end > _dataLength)
            throw TensorFileErrors.Truncated(_source, name, end, _dataLength);
        _entries.Add(new DeclaredEntry(name, element.Value, axes, begin, end));
    }

    private TensorElement ParseElement(ref Utf8JsonReader json, string name)
    {
        if (json.TokenType != JsonTokenType.String)
            throw TensorFileErrors.NotAnEntry(_source, name, $"its dtype is a {json.TokenType}, not a text");
        string text = json.GetString()!;
        return TensorElements.TryParse(text, out TensorElement element) ? element : throw TensorFileErrors.UnknownElement(_source, name, text);
    }

    private List<long> ParseNumbers(ref Utf8JsonReader json, string name, string field, int most)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            throw TensorFileErrors.NotAnEntry(_source, name, $"its {field} is a {json.TokenType}, not an array");
        List<long> numbers = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
                throw TensorFileErrors.NotAnEntry(_source, name, $"number {numbers.Count} of its {field} is not a whole number from 0 to {long.MaxValue}");
            if (numbers.Count == most)
                throw TensorFileErrors.NotAnEntry(_source, name, $"its {field} has more than {most} numbers");
            numbers.Add(number);
        }

        return numbers;
    }

    private Shape ToShape(string name, List<long> lengths)
    {
        Span<int> axes = stackalloc int[Shape.MaxRank];
        long count = 1;
        for (int i = 0; i < lengths.Count; i++)
        {
            axes[i] = (int)Math.Min(lengths[i], int.MaxValue);
            if (lengths[i] > int.MaxValue || (count *= Math.Max(lengths[i], 1)) > int.MaxValue)
                throw TensorFileErrors.TooManyElements(_source, name, lengths);
        }

        return new Shape(axes[..lengths.Count]);
    }

    // The sorted entries follow each other without gap or overlap, from the first byte of the data to the last.
    private void CheckLayout()
    {
        long position = 0;
        string before = "";
        foreach (DeclaredEntry entry in _entries)
        {
            if (entry.Begin != position)
                throw TensorFileErrors.Gap(_source, entry.Name, entry.Begin, before, position);
            position = entry.End;
            before = entry.Name;
        }

        if (position != _dataLength)
            throw TensorFileErrors.TrailingBytes(_source, position, _dataLength);
    }
}
