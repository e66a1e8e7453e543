using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>Saves and loads a model's parameters as a safetensors file, which other frameworks read and write too.</summary>
public static class WeightFile
{
    /// <summary>
    /// Saves parameters under their names, bit by bit. A failure at any moment leaves the old file whole and no other behind.
    /// </summary>
    /// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file's path.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="metadata">Texts that go with them, such as the model's settings.</param>
    /// <exception cref="ArgumentException">Two parameters share a name, or a name is not possible.</exception>
    /// <exception cref="NotSupportedException">Files do not hold the element type.</exception>
    /// <exception cref="IOException">The folder does not exist, the disk is full, or the path is a folder's, a device's or a pipe's.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file that is there, may not be written to.</exception>
    public static void Save<T>(string path, IEnumerable<Parameter<T>> parameters, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorFile file = new();
        file.AddParameters([.. parameters]);
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
            file.Metadata[key] = value;
        file.Save(path);
    }

    /// <summary>
    /// Overwrites parameters with a file's numbers. The file must hold each parameter, in its shape, and nothing else;
    /// nothing changes unless everything fits.
    /// </summary>
    /// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file's path.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="convert">Whether F32 and F64 are converted to the element type, rounding to nearest; else they must be of that type.</param>
    /// <returns>The texts that were saved with them.</returns>
    /// <exception cref="ArgumentException">Two parameters share a name.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TensorFileException">The file is damaged, or an entry is missing, unexpected, or of another type or shape.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyDictionary<string, string> Load<T>(string path, IEnumerable<Parameter<T>> parameters, bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorFile file = TensorFile.Load(path);
        file.LoadParameters([.. parameters], convert: convert);
        return new Dictionary<string, string>(file.Metadata, StringComparer.Ordinal);
    }
}
