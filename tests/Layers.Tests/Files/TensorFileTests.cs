using System;
using System.Collections.Generic;
using System.IO;
using AutoDiff.Layers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class TensorFileTests
{
    private const string Cure = " The file is damaged or made wrongly: copy or save it again.";

    // Header and data as the format's description writes them.
    [Fact]
    public void A_file_made_by_hand_is_read()
    {
        byte[] bytes = SafetensorsBytes.Of(
            """{"__metadata__":{"made":"by hand"},"b":{"dtype":"F64","shape":[],"data_offsets":[8,16]},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}"""
                + ""","n":{"shape":[1],"data_offsets":[16,24],"dtype":"I64"},"u":{"dtype":"U8","shape":[3],"data_offsets":[24,27]}"""
                + ""","none":{"dtype":"F32","shape":[0,7],"data_offsets":[8,8]}}   """,
            [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 255]);
        TensorFile file = TensorFile.Read(new MemoryStream(bytes), "hand");
        Assert.Equal(["a", "none", "b", "n", "u"], Names(file));
        Assert.Equal([1f, -2.5f], file["a"].Values<float>());
        Assert.Equal(new Shape(2, 1), file["a"].Shape);
        Assert.Equal([1.5], file["b"].Values<double>());
        Assert.Equal(Shape.Scalar, file["b"].Shape);
        Assert.Equal([-2L], file["n"].Values<long>());
        Assert.Equal([1, 2, 255], file["u"].Values<byte>().ToArray());
        Assert.Equal(new Shape(0, 7), file["none"].Shape);
        Assert.Equal("by hand", Assert.Single(file.Metadata).Value);
    }

    [Fact]
    public void A_written_file_is_byte_by_byte_as_the_format_says()
    {
        TensorFile file = new();
        file.Add("u", new Shape(1), [(byte)7]);
        file.Add("w", new Shape(1, 2), [1f, -2.5f]);
        file.Add("n", Shape.Scalar, [-2L]);
        file.Metadata["z"] = "last";
        file.Metadata["a"] = "ö";
        const string Header = """{"__metadata__":{"a":"\u00F6","z":"last"},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]}"""
            + ""","w":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]},"u":{"dtype":"U8","shape":[1],"data_offsets":[16,17]}}""";
        string padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        Assert.Equal(SafetensorsBytes.Of(padded, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0, 7]), Bytes(file));
    }

    [Fact]
    public void Every_bit_comes_back()
    {
        Gen<string> names = Gen.Choose(1, 60).Select(n => new string([.. "aé\"\\/{}.[]: \u0001漢"[..(n % 14 + 1)], (char)('A' + (n % 26))]));
        Gen<(string Name, int Kind, Shape Shape, int Seed)> entry =
            from name in names
            from kind in Gen.Choose(0, 3)
            from shape in Gen.Choose(0, 4).ListOf()
            from seed in Gen.Choose(0, 1000000)
            select (name, kind, new Shape([.. shape[..Math.Min(shape.Count, 4)]]), seed);
        Prop.ForAll(Arb.From(entry.ListOf()), entries =>
        {
            TensorFile file = new();
            foreach ((string name, int kind, Shape shape, int seed) in entries)
            {
                if (file.Contains(name))
                    continue;
                Random random = new(seed);
                byte[] bytes = new byte[shape.Count * 8];
                random.NextBytes(bytes);
                switch (kind)
                {
                    case 0:
                        file.Add<float>(name, shape, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes)[..shape.Count]);
                        break;
                    case 1:
                        file.Add<double>(name, shape, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(bytes));
                        break;
                    case 2:
                        file.Add<long>(name, shape, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(bytes));
                        break;
                    default:
                        file.Add<byte>(name, shape, bytes.AsSpan(0, shape.Count));
                        break;
                }

                file.Metadata[name] = name;
            }

            byte[] written = Bytes(file);
            TensorFile read = TensorFile.Read(new MemoryStream(written), "again");
            Assert.Equal(file.Entries.Count, read.Entries.Count);
            Assert.Equal(file.Metadata, read.Metadata);
            Assert.Equal(written, Bytes(read));
            foreach (TensorEntry one in file.Entries)
                Assert.Equal(one.ToString(), read[one.Name].ToString());
        }).QuickCheckThrowOnFailure();
    }

    // Any damage is either seen, or has not touched what the file says.
    [Fact]
    public void A_damaged_file_is_refused_or_still_means_something_whole()
    {
        TensorFile file = new();
        file.Add("w", new Shape(2, 3), [1f, 2, 3, 4, 5, 6]);
        file.Add("n", new Shape(2), [7L, 8]);
        file.Metadata["key"] = "text";
        byte[] good = Bytes(file);
        int dataLength = 40;
        Gen<(int Place, int Value, int Length)[]> damage =
            (from place in Gen.Choose(0, good.Length - 1)
             from value in Gen.Choose(0, 255)
             from length in Gen.Frequency((4, Gen.Constant(good.Length)), (1, Gen.Choose(0, good.Length - 1)))
             select (place, value, length)).ArrayOf();
        Prop.ForAll(Arb.From(damage), changes =>
        {
            byte[] bytes = [.. good];
            foreach ((int place, int value, int length) in changes)
            {
                bytes = bytes[..Math.Min(length, bytes.Length)];
                if (place < bytes.Length)
                    bytes[place] = (byte)value;
            }

            Parameter<float> parameter = new("w", new Shape(2, 3), [9f, 9, 9, 9, 9, 9]);
            try
            {
                TensorFile read = TensorFile.Read(new MemoryStream(bytes), "damaged");
                long total = 0;
                foreach (TensorEntry entry in read.Entries)
                    total += entry.Shape.Count * (entry.Element == TensorElement.U8 ? 1 : entry.Element == TensorElement.F32 ? 4 : 8);
                Assert.Equal(bytes.Length - 8 - BitConverter.ToInt64(bytes), total);
                read.LoadParameters([parameter]);
                Assert.Equal(bytes[^dataLength..], Bytes(read)[^dataLength..]);
            }
            catch (TensorFileException)
            {
                Assert.Equal([9f, 9, 9, 9, 9, 9], parameter.Values);
                Assert.Equal(0, parameter.Version);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        TensorFile file = new();
        file.Add("w", new Shape(3), [1f, 2, 3]);
        byte[] good = Bytes(file);
        for (int length = 0; length < good.Length; length++)
            Assert.Throws<TensorFileException>(() => TensorFile.Read(new MemoryStream(good, 0, length), "short"));
    }

    public static TheoryData<string, byte[]> DamagedHeaders
    {
        get
        {
            TheoryData<string, byte[]> rows = [];
            rows.Add("Read: no header: x has 7 bytes; need 8 or more, of a safetensors file. Was it saved to the end?", new byte[7]);
            rows.Add(
                "Read: the header is too long: x says 18446744073709551615 bytes; need at most 100000000. "
                    + "Is it a safetensors file, with names and texts of a usual length?",
                [255, 255, 255, 255, 255, 255, 255, 255]);
            rows.Add(
                "Read: the header is too long: x says 100000001 bytes; need at most 100000000. "
                    + "Is it a safetensors file, with names and texts of a usual length?",
                BitConverter.GetBytes(100_000_001L));
            rows.Add("Read: the header goes past the end: x says 99999999 bytes, 0 follow; need all of them." + Cure, BitConverter.GetBytes(99_999_999L));
            rows.Add(
                "Read: no JSON object: the header of x does not begin with {; need names with dtype, shape and data_offsets. Is it a safetensors file?",
                SafetensorsBytes.Of(""));
            rows.Add(
                "Read: no JSON object: the header of x does not begin with {; need names with dtype, shape and data_offsets. Is it a safetensors file?",
                SafetensorsBytes.Of("[]"));
            rows.Add(
                "Read: a name stands twice: \"w\" in the header of x; need it once." + Cure,
                SafetensorsBytes.Of($$"""{"w":{{Entry}},"\u0077":{{Entry}}}""", 0, 0, 0, 0));
            rows.Add("Read: a name stands twice: \"k\" in the header of x; need it once." + Cure, SafetensorsBytes.Of("""{"__metadata__":{"k":"","k":""}}"""));
            rows.Add(NotAnEntry("w", "it is a Number, not an object"), SafetensorsBytes.Of("""{"w":3}"""));
            rows.Add(NotAnEntry("__metadata__", "it is a Null, not an object"), SafetensorsBytes.Of("""{"__metadata__":null}"""));
            rows.Add(NotAnEntry("__metadata__", "the value of \"k\" is a Number, not a text"), SafetensorsBytes.Of("""{"__metadata__":{"k":3}}"""));
            rows.Add(NotAnEntry("w", "its dtype is a Null, not a text"), SafetensorsBytes.Of("""{"w":{"dtype":null}}"""));
            rows.Add(NotAnEntry("w", "its field \"strides\" is unknown or given twice"), SafetensorsBytes.Of("""{"w":{"strides":[]}}"""));
            rows.Add(NotAnEntry("w", "its field \"shape\" is unknown or given twice"), SafetensorsBytes.Of("""{"w":{"shape":[],"shape":[]}}"""));
            rows.Add(NotAnEntry("w", "it has not all of dtype, shape and two data_offsets"), SafetensorsBytes.Of("""{"w":{"dtype":"F32","shape":[1]}}"""));
            rows.Add(
                NotAnEntry("w", "it has not all of dtype, shape and two data_offsets"),
                SafetensorsBytes.Of("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"""));
            rows.Add(NotAnEntry("w", "its data_offsets has more than 2 numbers"), SafetensorsBytes.Of("""{"w":{"data_offsets":[0,1,2]}}"""));
            rows.Add(NotAnEntry("w", "its shape has more than 8 numbers"), SafetensorsBytes.Of("""{"w":{"shape":[1,1,1,1,1,1,1,1,1]}}"""));
            rows.Add(NotAnEntry("w", "its shape is a String, not an array"), SafetensorsBytes.Of("""{"w":{"shape":"[1]"}}"""));
            rows.Add(
                NotAnEntry("w", "number 1 of its shape is not a whole number from 0 to 9223372036854775807"),
                SafetensorsBytes.Of("""{"w":{"shape":[1,-1]}}"""));
            rows.Add(
                NotAnEntry("w", "number 0 of its shape is not a whole number from 0 to 9223372036854775807"),
                SafetensorsBytes.Of("""{"w":{"shape":[1.5]}}"""));
            rows.Add(
                NotAnEntry("w", "number 0 of its data_offsets is not a whole number from 0 to 9223372036854775807"),
                SafetensorsBytes.Of("""{"w":{"data_offsets":[18446744073709551616,0]}}"""));
            rows.Add(
                "Read: unknown element type: \"w\" in x is of dtype \"BF16\"; need F32, F64, I64 or U8. Convert it where the file was made.",
                SafetensorsBytes.Of("""{"w":{"dtype":"BF16","shape":[],"data_offsets":[0,2]}}"""));
            rows.Add(
                "Read: too many elements: \"w\" in x has the shape [65536, 65536]; need at most 2147483647 elements." + Cure,
                SafetensorsBytes.Of("""{"w":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,17179869184]}}"""));
            rows.Add(
                "Read: too many elements: \"w\" in x has the shape [9223372036854775807, 9223372036854775807]; need at most 2147483647 elements." + Cure,
                SafetensorsBytes.Of("""{"w":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}"""));
            rows.Add(
                "Read: the offsets do not fit the shape: \"w\" in x goes from byte 0 to 5 of the data, but F32 [1] takes 4 bytes; need as many." + Cure,
                SafetensorsBytes.Of("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,5]}}""", 0, 0, 0, 0, 0));
            rows.Add(
                "Read: the offsets do not fit the shape: \"w\" in x goes from byte 4 to 0 of the data, but F32 [1] takes 4 bytes; need as many." + Cure,
                SafetensorsBytes.Of("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 0, 0, 0, 0));
            rows.Add(
                "Read: data is missing: \"w\" in x goes to byte 8589934588 of the data, the file has 4; need the whole file." + Cure,
                SafetensorsBytes.Of("""{"w":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,8589934588]}}""", 0, 0, 0, 0));
            rows.Add(
                "Read: entries leave a gap: in x, \"w\" begins at byte 1 of the data, what stands before it (nothing) ends at 0; need one after the other." + Cure,
                SafetensorsBytes.Of("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}""", 0, 0, 0, 0, 0));
            rows.Add(
                "Read: entries overlap: in x, \"v\" begins at byte 2 of the data, what stands before it (\"w\") ends at 4; need one after the other." + Cure,
                SafetensorsBytes.Of($$"""{"v":{"dtype":"F32","shape":[1],"data_offsets":[2,6]},"w":{{Entry}}}""", 0, 0, 0, 0, 0, 0));
            rows.Add(
                "Read: bytes that belong to no entry: x has 5 bytes of data, the entries end at 4; need the same." + Cure,
                SafetensorsBytes.Of($$"""{"w":{{Entry}}}""", 0, 0, 0, 0, 0));
            return rows;
        }
    }

    private static string Entry => """{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""";

    [Theory]
    [MemberData(nameof(DamagedHeaders), DisableDiscoveryEnumeration = true)]
    public void Damage_is_named(string message, byte[] bytes) =>
        Assert.Equal(message, Assert.Throws<TensorFileException>(() => TensorFile.Read(new MemoryStream(bytes), "x")).Message);

    [Fact]
    public void Streams_that_cannot_seek_are_refused()
    {
        using System.IO.Compression.DeflateStream pipe = new(new MemoryStream(new byte[16]), System.IO.Compression.CompressionMode.Decompress);
        string message = Assert.Throws<TensorFileException>(() => TensorFile.Read(pipe, "x")).Message;
        Assert.StartsWith("Read: no length: x is a pipe or another stream that cannot seek; need a file", message, StringComparison.Ordinal);
    }

    // What is wrong stands in the words of the JSON reader, which may change.
    [Theory]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("""{"w":{"shape":[[1]]}}""")]
    [InlineData("""{"w":{"dtype":"\ud800"}}""")]
    [InlineData("""{"\ud800":{}}""")]
    [InlineData("""{"w":{},}""")]
    public void A_header_that_is_not_JSON_is_refused(string header)
    {
        string message = Assert.Throws<TensorFileException>(() => TensorFile.Read(new MemoryStream(SafetensorsBytes.Of(header)), "x")).Message;
        Assert.StartsWith("Read: not ", message, StringComparison.Ordinal);
        Assert.EndsWith(Cure, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_text_are_refused()
    {
        byte[] bytes = SafetensorsBytes.Of("""{"w":{"dtype":"F32"}}""");
        bytes[10] = 0xFF;
        Assert.StartsWith(
            "Read: not the JSON of a header",
            Assert.Throws<TensorFileException>(() => TensorFile.Read(new MemoryStream(bytes), "x")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_files_take_no_memory_and_no_stack()
    {
        byte[] deep = SafetensorsBytes.Of(new string('{', 1) + "\"w\":" + new string('[', 500_000));
        byte[] huge = SafetensorsBytes.Of("""{"w":{"dtype":"F64","shape":[268435455],"data_offsets":[0,2147483640]}}""", 1, 2, 3);
        byte[] claims = BitConverter.GetBytes(99_999_999L);
        foreach (byte[] bytes in new[] { deep, huge, claims })
        {
            using MemoryStream stream = new(bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<TensorFileException>(() => TensorFile.Read(stream, "x"));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes.Length + 100_000);
        }
    }

    [Fact]
    public void A_hostile_name_does_not_fill_the_message()
    {
        byte[] bytes = SafetensorsBytes.Of($$"""{"{{new string('n', 1000)}}":3}""");
        string message = Assert.Throws<TensorFileException>(() => TensorFile.Read(new MemoryStream(bytes), "x")).Message;
        Assert.StartsWith($"Read: not an entry: \"{new string('n', 100)}... (1000 characters)\" in the header of x", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_ends_early_is_refused()
    {
        byte[] good = SafetensorsBytes.Of($$"""{"w":{{Entry}}}""", 0, 0, 0, 0);
        using ShrinkingStream stream = new(good);
        Assert.Equal(
            $"Read: the file became shorter while it was read: x had {good.Length} bytes at first; need it unchanged. Is another program writing it?",
            Assert.Throws<TensorFileException>(() => TensorFile.Read(stream, "x")).Message);
    }

    [Fact]
    public void Impossible_entries_are_refused()
    {
        TensorFile file = new();
        file.Add("w", new Shape(2), [1f, 2]);
        Refuses<ArgumentException>(
            "Add: the name is taken: \"w\" is an entry [2] already, another of [] was added; need a name for each. Use a prefix?",
            () => file.Add("w", Shape.Scalar, [1f]));
        Refuses<ArgumentException>(
            "Add: the values do not fill the shape: \"v\" is [3] with 3 elements, 1 values were given; need as many values as elements.",
            () => file.Add("v", new Shape(3), [1f]));
        Refuses<ArgumentException>(
            "Add: not a name: \"\" is empty, reserved or not Unicode text; need any other text, such as output.weight.",
            () => file.Add("", Shape.Scalar, [1f]));
        Refuses<ArgumentException>(
            "Add: not a name: \"__metadata__\" is empty, reserved or not Unicode text; need any other text, such as output.weight.",
            () => file.Add("__metadata__", Shape.Scalar, [1f]));
        Refuses<ArgumentException>(
            "Add: not a name: \"a\ud800\" is empty, reserved or not Unicode text; need any other text, such as output.weight.",
            () => file.Add("a\ud800", Shape.Scalar, [1f]));
        Refuses<NotSupportedException>(
            "Add: no such element type in files: \"i\" is of Int32; need float, double, long or byte. Convert it first.",
            () => file.Add("i", Shape.Scalar, [1]));
        Refuses<KeyNotFoundException>("TensorFile: no entry \"z\": a file in memory has 1 others; need one of their names. See Entries.", () => _ = file["z"]);
        Refuses<ArgumentException>("Values: another element type: w F32 [2] was read as Double; need the type that belongs to F32.", () => file["w"].Values<double>());
        file.Metadata["k"] = "\udc00";
        Refuses<ArgumentException>(
            "Write: not Unicode text: the metadata of key \"k\" holds half a surrogate pair; need whole characters. "
                + "Encode bytes as hexadecimal or add them as an entry.",
            () => file.Write(Stream.Null));
        file.Metadata["k"] = new string('x', 100_000_000);
        Refuses<TensorFileException>(
            "Write: the header is too long: a file in memory says 100000080 bytes; need at most 100000000. "
                + "Is it a safetensors file, with names and texts of a usual length?",
            () => file.Write(Stream.Null));
        Assert.Single(file.Entries);
    }

    // Whoever puts several entries into a file puts in all or none.
    [Fact]
    public void A_file_is_added_to_another_as_a_whole()
    {
        TensorFile file = new(), own = new();
        file.Add("a", new Shape(2), [1f, 2]);
        file.Metadata["k"] = "text";
        own.Add("b", Shape.Scalar, [3d]);
        own.Add("a", Shape.Scalar, [4L]);
        Refuses<ArgumentException>(
            "Add: the name is taken: \"a\" is an entry [2] already, another of [] was added; need a name for each. Use a prefix?", () => file.Add(own));
        Assert.Equal(["a"], Names(file));

        TensorFile texts = new();
        texts.Add("c", Shape.Scalar, [5d]);
        (texts.Metadata["j"], texts.Metadata["k"]) = ("one", "other");
        Refuses<ArgumentException>(
            "Add: the key is taken: the metadata has a text of key \"k\" already, another was added; need a key for each. Use a prefix?", () => file.Add(texts));
        Refuses<ArgumentException>(
            "Add: the name is taken: \"a\" is an entry [2] already, another of [2] was added; need a name for each. Use a prefix?", () => file.Add(file));
        Assert.Equal((1, 1), (file.Entries.Count, file.Metadata.Count));

        texts.Metadata.Remove("k");
        file.Add(texts);
        file.Add(new TensorFile());
        Assert.Equal(["a", "c"], Names(file));
        Assert.Equal(("one", "text", 5d), (file.Metadata["j"], file.Metadata["k"], file["c"].Values<double>()[0]));
    }

    [Fact]
    public void Parameters_and_an_optimiser_s_state_are_added_as_a_whole()
    {
        Parameter<float>[] parameters = [Gradients.Parameter("v", 1f), Gradients.Parameter("w", 2f)];
        TensorFile file = new();
        file.Add("model.w", Shape.Scalar, [1f]);
        file.Add("optimizer.mean_square.w", Shape.Scalar, [1f]);
        Assert.Contains("model.w", Assert.Throws<ArgumentException>(() => file.AddParameters(parameters, "model")).Message, StringComparison.Ordinal);
        Assert.Contains(".w\"", Assert.Throws<ArgumentException>(() => new Adam<float>(parameters, 0.1).SaveState(file)).Message, StringComparison.Ordinal);
        Assert.Equal(2, file.Entries.Count);
    }

    private static void Refuses<TException>(string message, Action action)
        where TException : Exception => Assert.Equal(message, Assert.Throws<TException>(action).Message);

    private static string NotAnEntry(string name, string why) =>
        $"Read: not an entry: \"{name}\" in the header of x: {why}; need a dtype, a shape of at most 8 lengths and two data_offsets.{Cure}";

    private static byte[] Bytes(TensorFile file)
    {
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    private static List<string> Names(TensorFile file)
    {
        List<string> names = [];
        foreach (TensorEntry entry in file.Entries)
            names.Add(entry.Name);
        return names;
    }

    // Says its whole length and then ends one byte early.
    private sealed class ShrinkingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..(int)Math.Min(buffer.Length, Length - 1 - Position)]);
    }
}
