using System;
using System.Buffers.Binary;
using System.IO;

namespace AutoDiff.Layers;

// Reads a file whose every byte may be wrong. Memory is taken only for what the file's own length vouches for.
internal static class TensorFileReader
{
    private const int LengthBytes = sizeof(ulong);

    public static TensorFile Read(Stream stream, string source)
    {
        if (!stream.CanSeek)
            throw TensorFileErrors.NoLength(source);
        long available = stream.Length - stream.Position;
        if (available < LengthBytes)
            throw TensorFileErrors.NoHeader(source, available);
        try
        {
            Span<byte> start = stackalloc byte[LengthBytes];
            stream.ReadExactly(start);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
            if (length > TensorHeader.MaxLength)
                throw TensorFileErrors.HeaderTooLong("Read", source, length);
            if ((long)length > available - LengthBytes)
                throw TensorFileErrors.HeaderPastEnd(source, length, available - LengthBytes);
            byte[] text = new byte[length];
            stream.ReadExactly(text);
            TensorHeader header = TensorHeader.Parse(text, source, available - LengthBytes - (long)length);
            return ReadData(stream, source, header);
        }
        catch (EndOfStreamException error)
        {
            throw TensorFileErrors.Shrunk(source, available, error);
        }
    }

    private static TensorFile ReadData(Stream stream, string source, TensorHeader header)
    {
        TensorFile file = new() { Source = source };
        foreach ((string key, string value) in header.Metadata)
            file.Metadata.Add(key, value);
        foreach (DeclaredEntry declared in header.Entries)
        {
            Array data = TensorElements.NewArray(declared.Element, declared.Shape.Count);
            TensorElements.Visit(data, new LittleEndian.Read(stream));
            file.Add(new TensorEntry(declared.Name, declared.Shape, declared.Element, data));
        }

        return file;
    }
}
