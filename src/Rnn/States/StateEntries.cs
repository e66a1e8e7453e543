using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

// States between tapes as entries of a file: an array for each part, numbered from 0.
internal static class StateEntries
{
    // How many parts the state has; none where nothing is carried.
    public static int Add<T, TState>(TensorFile file, string prefix, CarriedState<T, TState> state)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        int part = 0;
        foreach ((Shape shape, ReadOnlyMemory<T> values) in state.Parts())
            file.Add($"{prefix}.{part++}", shape, values.Span);
        return part;
    }

    public static List<(Shape Shape, T[] Values)> Parts<T>(string operation, TensorFile file, string prefix, long count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<(Shape, T[])> parts = [];
        for (int part = 0; part < count; part++)
            parts.Add(Array<T>(operation, file, $"{prefix}.{part}"));
        return parts;
    }

    public static (Shape Shape, T[] Values) Array<T>(string operation, TensorFile file, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorEntry entry = Entry(operation, file, name);
        return (entry.Shape, entry.Values<T>().ToArray());
    }

    // A count that is too small would leave something out unseen.
    public static void RequireNoOthers(string operation, TensorFile file, string prefix, long count)
    {
        long all = file.Entries.LongCount(entry => entry.Name.StartsWith(prefix + ".", StringComparison.Ordinal));
        if (all != count)
            throw new TensorFileException(string.Create(
                CultureInfo.InvariantCulture,
                $"{operation}: {all} entries begin with {prefix}., by the counts there are {count}; need those that SaveState has written, and no others. "
                    + $"The file is damaged, or something else has the prefix."));
    }

    public static TensorEntry Entry(string operation, TensorFile file, string name) => file.Contains(name) ? file[name]
        : throw new TensorFileException($"{operation}: there is no entry {name}; need a file that SaveState has written with this prefix.");
}
