using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace AutoDiff.Layers;

// Header, then data. Entries of wide elements come first and the header is filled up to a multiple of 8 bytes with spaces,
// so that every array in the file is aligned to its elements.
internal static class TensorFileWriter
{
    private const int Alignment = 8;

    public static void Write(TensorFile file, Stream stream)
    {
        TensorEntry[] entries = [.. file.Entries.OrderByDescending(entry => TensorElements.Size(entry.Element))];
        ArrayBufferWriter<byte> header = new();
        WriteHeader(file, entries, header);
        int padding = -header.WrittenCount & (Alignment - 1);
        header.GetSpan(padding)[..padding].Fill((byte)' ');
        header.Advance(padding);
        if (header.WrittenCount > TensorHeader.MaxLength)
            throw TensorFileErrors.HeaderTooLong("Write", file.Source, (ulong)header.WrittenCount);

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.WrittenCount);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
        foreach (TensorEntry entry in entries)
            TensorElements.Visit(entry.Data, new LittleEndian.Write(stream));
    }

    private static void WriteHeader(TensorFile file, TensorEntry[] entries, IBufferWriter<byte> header)
    {
        using Utf8JsonWriter json = new(header);
        json.WriteStartObject();
        if (file.Metadata.Count > 0)
        {
            json.WriteStartObject(TensorFile.MetadataName);
            foreach (KeyValuePair<string, string> text in file.Metadata)
            {
                if (!TensorFileErrors.IsText(text.Key) || !TensorFileErrors.IsText(text.Value))
                    throw TensorFileErrors.NotText(text.Key);
                json.WriteString(text.Key, text.Value);
            }

            json.WriteEndObject();
        }

        long offset = 0;
        foreach (TensorEntry entry in entries)
        {
            json.WriteStartObject(entry.Name);
            json.WriteString("dtype", entry.Element.ToString());
            json.WriteStartArray("shape");
            foreach (int axis in entry.Shape.Axes)
                json.WriteNumberValue(axis);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += (long)entry.Shape.Count * TensorElements.Size(entry.Element));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
