using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>
/// Named arrays and a map of texts, in memory: the content of a safetensors file. Weights, an optimiser's state, a random
/// stream's position and a carried state can stand side by side in one file, which is then a whole checkpoint.
/// </summary>
/// <remarks>
/// <para>Everything that is added is copied, so a file may be saved while training goes on.</para>
/// <para>Format: 8 bytes header length, little-endian; a JSON object that gives each name its <c>dtype</c>, <c>shape</c> and
/// <c>data_offsets</c>, with texts under <c>__metadata__</c>; the elements, little-endian, without gaps.
/// Source: safetensors, "Format", version 0.4.</para>
/// </remarks>
/// <example><code>
/// TensorFile file = new();
/// file.AddParameters(model.Parameters, "model");
/// optimizer.SaveState(file);
/// file.Add("random.position", Shape.Scalar, [(long)random.Position]);
/// file.Save("checkpoint.safetensors");
/// </code></example>
public sealed class TensorFile
{
    internal const string MetadataName = "__metadata__";

    private readonly List<TensorEntry> _entries = [];
    private readonly Dictionary<string, TensorEntry> _byName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>The arrays, in the order in which they were added or stand in the file.</summary>
    public IReadOnlyList<TensorEntry> Entries => _entries;

    /// <summary>The texts, sorted by key; may be changed.</summary>
    public IDictionary<string, string> Metadata => _metadata;

    // What errors call the file.
    internal string Source { get; init; } = "a file in memory";

    /// <summary>The array of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TensorEntry this[string name] => _byName.TryGetValue(name, out TensorEntry? entry) ? entry : throw TensorFileErrors.NoEntry(Source, name, _entries.Count);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFileException">
    /// The file is damaged or holds something else. Its header is checked to the last number before anything is allocated for the data.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static TensorFile Load(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        return TensorFileReader.Read(stream, path);
    }

    /// <summary>Reads a file's content from a stream, up to its end.</summary>
    /// <param name="stream">The stream; it must know its length.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="TensorFileException">The content is damaged or something else, or the stream cannot seek.</exception>
    public static TensorFile Read(Stream stream, string source) => TensorFileReader.Read(stream, source);

    /// <summary>Whether there is an array of a name.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Adds an array; the elements are copied.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/>, <see cref="long"/> or <see cref="byte"/>.</typeparam>
    /// <param name="name">A name that is not taken.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <param name="values">The elements, row-major.</param>
    /// <exception cref="ArgumentException">The name is taken, reserved, empty or not Unicode text, or the shape has another number of elements.</exception>
    /// <exception cref="NotSupportedException">Files do not hold the element type.</exception>
    public void Add<T>(string name, Shape shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!TensorElements.TryOf<T>(out TensorElement element))
            throw TensorFileErrors.UnsupportedType(name, typeof(T).Name);
        if (values.Length != shape.Count)
            throw TensorFileErrors.WrongLength(name, shape, values.Length);
        if (name.Length == 0 || name == MetadataName || !TensorFileErrors.IsText(name))
            throw TensorFileErrors.ImpossibleName(name);
        RequireFree(name, shape);
        Add(new TensorEntry(name, shape, element, values.ToArray()));
    }

    /// <summary>Adds the arrays and the texts of another file; nothing is added unless everything can be.</summary>
    /// <param name="other">Whose arrays and texts: what several <c>Add</c> have put together.</param>
    /// <exception cref="ArgumentException">A name of an array, or a key of a text, is taken.</exception>
    /// <remarks>The arrays are shared, not copied, since they never change.</remarks>
    /// <example><code>
    /// TensorFile own = new();
    /// own.Add("best.step", Shape.Scalar, [step]);
    /// own.AddParameters(best.Parameters, "best");
    /// file.Add(own);
    /// </code></example>
    public void Add(TensorFile other)
    {
        foreach (TensorEntry entry in other._entries)
            RequireFree(entry.Name, entry.Shape);
        foreach (string key in other._metadata.Keys)
        {
            if (_metadata.ContainsKey(key))
                throw TensorFileErrors.KeyTaken(key);
        }

        foreach (TensorEntry entry in other._entries)
            Add(entry);
        foreach ((string key, string text) in other._metadata)
            _metadata.Add(key, text);
    }

    /// <summary>Adds parameters' numbers under their names; nothing is added unless every one can be.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parameters">The parameters.</param>
    /// <param name="prefix">What the entries' names begin with, before a dot; nothing where empty.</param>
    /// <exception cref="ArgumentException">Two parameters share a name, or a name is taken or not possible.</exception>
    /// <exception cref="NotSupportedException">Files do not hold the element type.</exception>
    public void AddParameters<T>(IReadOnlyList<Parameter<T>> parameters, string prefix = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ParameterNames.RequireUnique(nameof(AddParameters), parameters);
        TensorFile all = new();
        for (int i = 0; i < parameters.Count; i++)
            all.Add(EntryCheck.Join(prefix, parameters[i].Name), parameters[i].Shape, parameters[i].Values);
        Add(all);
    }

    /// <summary>Overwrites parameters with the numbers under their names. Nothing changes unless every one fits.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parameters">The parameters.</param>
    /// <param name="prefix">
    /// What the entries' names begin with, before a dot; entries that begin otherwise are left alone. Where empty, every entry must belong to a parameter.
    /// </param>
    /// <param name="convert">Whether F32 and F64 are converted to the element type, rounding to nearest; else they must be of that type.</param>
    /// <exception cref="ArgumentException">Two parameters share a name.</exception>
    /// <exception cref="TensorFileException">An entry is missing, unexpected, or of another type or shape.</exception>
    public void LoadParameters<T>(IReadOnlyList<Parameter<T>> parameters, string prefix = "", bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ParameterNames.RequireUnique(nameof(LoadParameters), parameters);
        string[] names = new string[parameters.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = EntryCheck.Join(prefix, parameters[i].Name);
        EntryCheck.RequireExactly(nameof(LoadParameters), this, EntryCheck.Join(prefix, ""), names);
        for (int i = 0; i < names.Length; i++)
            EntryCheck.Require<T>(nameof(LoadParameters), this, names[i], parameters[i].Shape, convert);
        for (int i = 0; i < names.Length; i++)
            this[names[i]].ConvertTo(parameters[i].Write());
    }

    /// <summary>
    /// Writes the file. The content goes to a new file in the same folder, is flushed to the disk, and then replaces the old file
    /// in one move: a failure at any moment leaves the old file whole and no other behind. See <see cref="AtomicFile"/>.
    /// </summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="ArgumentException">A text of the metadata is not Unicode.</exception>
    /// <exception cref="IOException">The folder does not exist, the disk is full, or the path is a folder's, a device's or a pipe's.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file that is there, may not be written to.</exception>
    public void Save(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the file's content to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="ArgumentException">A text of the metadata is not Unicode.</exception>
    public void Write(Stream stream) => TensorFileWriter.Write(this, stream);

    internal void Add(TensorEntry entry)
    {
        _byName.Add(entry.Name, entry);
        _entries.Add(entry);
    }

    private void RequireFree(string name, Shape shape)
    {
        if (_byName.TryGetValue(name, out TensorEntry? other))
            throw TensorFileErrors.NameTaken(other, shape);
    }
}
