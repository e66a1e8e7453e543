using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace AutoDiff.Layers;

// The wording of every error about files.
internal static class TensorFileErrors
{
    private const int MostShown = 5;
    private const int LongestName = 100;
    private const string Damaged = "The file is damaged or made wrongly: copy or save it again.";

    // Whether a text can be written as UTF-8 and read back the same.
    public static bool IsText(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out _, out int length) != System.Buffers.OperationStatus.Done)
                return false;
            i += length;
        }

        return true;
    }

    public static NotSupportedException UnsupportedType(string name, string type) => new(
        $"Add: no such element type in files: {Quoted(name)} is of {type}; need float, double, long or byte. Convert it first.");

    public static ArgumentException WrongLength(string name, Shape shape, int length) => new(
        $"Add: the values do not fill the shape: {Quoted(name)} is {shape} with {shape.Count} elements, {length} values were given; need as many values as elements.");

    public static ArgumentException ImpossibleName(string name) => new(
        $"Add: not a name: {Quoted(name)} is empty, reserved or not Unicode text; need any other text, such as output.weight.");

    public static ArgumentException NameTaken(TensorEntry entry, Shape shape) => new(
        $"Add: the name is taken: {Quoted(entry.Name)} is an entry {entry.Shape} already, another of {shape} was added; need a name for each. Use a prefix?");

    public static ArgumentException KeyTaken(string key) => new(
        $"Add: the key is taken: the metadata has a text of key {Quoted(key)} already, another was added; need a key for each. Use a prefix?");

    public static ArgumentException NotText(string key) => new(
        $"Write: not Unicode text: the metadata of key {Quoted(key)} holds half a surrogate pair; need whole characters. Encode bytes as hexadecimal or add them as an entry.");

    public static KeyNotFoundException NoEntry(string source, string name, int count) => new(
        $"TensorFile: no entry {Quoted(name)}: {source} has {count} others; need one of their names. See Entries.");

    public static ArgumentException OtherType(TensorEntry entry, string type) => new(
        $"Values: another element type: {entry} was read as {type}; need the type that belongs to {entry.Element}.");

    public static TensorFileException NoLength(string source) => new(
        $"Read: no length: {source} is a pipe or another stream that cannot seek; need a file, since its length is checked against the header. Copy it to a file first?");

    public static TensorFileException NoHeader(string source, long length) => new(
        $"Read: no header: {source} has {length} bytes; need 8 or more, of a safetensors file. Was it saved to the end?");

    public static TensorFileException HeaderTooLong(string operation, string source, ulong length) => new(
        $"{operation}: the header is too long: {source} says {length} bytes; need at most {TensorHeader.MaxLength}. "
            + "Is it a safetensors file, with names and texts of a usual length?");

    public static TensorFileException HeaderPastEnd(string source, ulong length, long available) => new(
        $"Read: the header goes past the end: {source} says {length} bytes, {available} follow; need all of them. {Damaged}");

    public static TensorFileException Shrunk(string source, long length, Exception cause) => new(
        $"Read: the file became shorter while it was read: {source} had {length} bytes at first; need it unchanged. Is another program writing it?", cause);

    public static TensorFileException NotAnObject(string source) => new(
        $"Read: no JSON object: the header of {source} does not begin with {{; need names with dtype, shape and data_offsets. Is it a safetensors file?");

    public static TensorFileException NotJson(string source, Exception cause) => new(
        $"Read: not the JSON of a header: in {source}, {cause.Message}; need names with dtype, shape and data_offsets. {Damaged}", cause);

    public static TensorFileException NameTwice(string source, string name) => new(
        $"Read: a name stands twice: {Quoted(name)} in the header of {source}; need it once. {Damaged}");

    public static TensorFileException NotAnEntry(string source, string name, string why) => new(
        $"Read: not an entry: {Quoted(name)} in the header of {source}: {Short(why)}; need a dtype, a shape of at most {Shape.MaxRank} lengths and two data_offsets. {Damaged}");

    public static TensorFileException UnknownElement(string source, string name, string element) => new(
        $"Read: unknown element type: {Quoted(name)} in {source} is of dtype {Quoted(element)}; need F32, F64, I64 or U8. Convert it where the file was made.");

    public static TensorFileException TooManyElements(string source, string name, List<long> lengths) => new(
        $"Read: too many elements: {Quoted(name)} in {source} has the shape [{string.Join(", ", lengths)}]; need at most {int.MaxValue} elements. {Damaged}");

    public static TensorFileException WrongBytes(string source, string name, long begin, long end, Shape shape, TensorElement element, long bytes) => new(
        $"Read: the offsets do not fit the shape: {Quoted(name)} in {source} goes from byte {begin} to {end} of the data, but {element} {shape} takes "
            + $"{bytes} bytes; need as many. {Damaged}");

    public static TensorFileException Truncated(string source, string name, long end, long length) => new(
        $"Read: data is missing: {Quoted(name)} in {source} goes to byte {end} of the data, the file has {length}; need the whole file. {Damaged}");

    public static TensorFileException Gap(string source, string name, long begin, string before, long position) => new(
        $"Read: entries {(begin < position ? "overlap" : "leave a gap")}: in {source}, {Quoted(name)} begins at byte {begin} of the data, what stands "
            + $"before it ({(before.Length == 0 ? "nothing" : Quoted(before))}) ends at {position}; need one after the other. {Damaged}");

    public static TensorFileException TrailingBytes(string source, long end, long length) => new(
        $"Read: bytes that belong to no entry: {source} has {length} bytes of data, the entries end at {end}; need the same. {Damaged}");

    public static TensorFileException OtherNames(string operation, string source, List<string> missing, List<string> unexpected) => new(
        $"{operation}: other names: {source} lacks {missing.Count} entries{List(missing)} and has {unexpected.Count} unexpected ones{List(unexpected)}; "
            + "need exactly those of the model. Was it saved from another model, or under a prefix?");

    public static TensorFileException OtherElement(string operation, string source, TensorEntry entry, string type, bool convert)
    {
        string cure = convert || entry.Element is TensorElement.I64 or TensorElement.U8 ? "" : " Pass convert: true to convert it?";
        return new($"{operation}: another element type: {entry} in {source} was asked for as {type}; need {(convert ? "F32 or F64" : "the same type")}.{cure}");
    }

    public static TensorFileException OtherShape(string operation, string source, TensorEntry entry, Shape shape) => new(
        $"{operation}: another shape: {entry} in {source}, but {shape} is needed; need equal shapes. Was it saved from a model of other sizes?");

    public static TensorFileException ImpossibleNumber(string operation, string source, string name, double value, string need) => new(
        $"{operation}: an impossible number: {Quoted(name)} in {source} holds {value.ToString(System.Globalization.CultureInfo.InvariantCulture)}; need {need}. {Damaged}");

    private static string Quoted(string name) => $"\"{Short(name)}\"";

    // A hostile name may be as long as the file.
    private static string Short(string text) => text.Length <= LongestName ? text : $"{text.AsSpan(0, LongestName)}... ({text.Length} characters)";

    private static string List(List<string> names) =>
        names.Count == 0 ? "" : $" ({string.Join(", ", names.Take(MostShown).Select(Quoted))}{(names.Count > MostShown ? ", ..." : "")})";
}
