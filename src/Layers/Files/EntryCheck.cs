using System;
using System.Collections.Generic;

namespace AutoDiff.Layers;

// Whether a file holds what a reader is going to take from it. Everything is checked before anything is taken.
internal static class EntryCheck
{
    public static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}.{name}";

    // Of the entries whose names begin with the prefix, the file has exactly those of the names.
    public static void RequireExactly(string operation, TensorFile file, string prefix, ReadOnlySpan<string> names)
    {
        List<string> missing = [], unexpected = [];
        HashSet<string> expected = new(names.Length, StringComparer.Ordinal);
        foreach (string name in names)
        {
            expected.Add(name);
            if (!file.Contains(name))
                missing.Add(name);
        }

        foreach (TensorEntry entry in file.Entries)
        {
            if (entry.Name.StartsWith(prefix, StringComparison.Ordinal) && !expected.Contains(entry.Name))
                unexpected.Add(entry.Name);
        }

        if (missing.Count + unexpected.Count > 0)
            throw TensorFileErrors.OtherNames(operation, file.Source, missing, unexpected);
    }

    public static TensorEntry Require<T>(string operation, TensorFile file, string name, Shape shape, bool convert = false)
        where T : unmanaged
    {
        TensorEntry entry = file[name];
        bool same = TensorElements.TryOf<T>(out TensorElement element) && entry.Element == element;
        if (!same && !(convert && entry.Element is TensorElement.F32 or TensorElement.F64))
            throw TensorFileErrors.OtherElement(operation, file.Source, entry, typeof(T).Name, convert);
        if (entry.Shape != shape)
            throw TensorFileErrors.OtherShape(operation, file.Source, entry, shape);
        return entry;
    }
}
