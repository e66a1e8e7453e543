using System;
using System.Numerics;

namespace AutoDiff;

// Which entries lie on a path, found by one walk over the tape in its order.
internal static class Reach
{
    // True for every active entry up to `end` that depends on a wanted one, itself included; by way of entries from `start` on.
    public static bool[] From<T>(Tape<T> tape, ReadOnlySpan<int> wanted, int end, int start = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool[] leads = new bool[end];
        From(tape, wanted, leads, start);
        return leads;
    }

    // The same into the caller's memory, whose length is the end.
    public static void From<T>(Tape<T> tape, ReadOnlySpan<int> wanted, Span<bool> leads, int start = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        leads.Clear();
        foreach (int index in wanted)
        {
            if (index < leads.Length)
                leads[index] = true;
        }

        int first = leads.IndexOf(true);
        Spread(tape, leads, first < 0 ? leads.Length : Math.Max(first, start));
    }

    // The same into flags that are all false, by variables; those before the first of them are not looked at.
    public static void Mark<T>(Tape<T> tape, ReadOnlySpan<Variable<T>> wanted, Span<bool> leads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int first = leads.Length;
        foreach (Variable<T> one in wanted)
        {
            if (one.Index >= leads.Length)
                continue;
            leads[one.Index] = true;
            first = Math.Min(first, one.Index);
        }

        Spread(tape, leads, first);
    }

    private static void Spread<T>(Tape<T> tape, Span<bool> leads, int first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = first; i < leads.Length; i++)
        {
            ref Entry<T> entry = ref tape.EntryAt(i);
            for (int input = 0; input < entry.InputCount && !leads[i]; input++)
                leads[i] = entry.Is(EntryFlags.Active) && leads[tape.InputAt(entry.FirstInput + input)];
        }
    }

    // Whether an entry was computed from one of some others, recorded for differentiation or not.
    public static bool Any<T>(Tape<T> tape, ReadOnlySpan<int> sources, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool[] depends = new bool[index + 1];
        foreach (int source in sources)
        {
            if (source <= index)
                depends[source] = true;
        }

        for (int i = 0; i <= index; i++)
        {
            for (int input = 0; input < tape.EntryAt(i).InputCount && !depends[i]; input++)
                depends[i] = depends[tape.InputOf(i, input)];
        }

        return depends[index];
    }

    // Whether a root depends on an entry through recorded operations.
    public static bool AnyDependsOn<T>(Tape<T> tape, ReadOnlySpan<Variable<T>> roots, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int end = 0;
        foreach (Variable<T> root in roots)
            end = Math.Max(end, root.Index + 1);
        bool[] leads = From(tape, [index], end);
        foreach (Variable<T> root in roots)
        {
            if (leads[root.Index])
                return true;
        }

        return false;
    }
}
