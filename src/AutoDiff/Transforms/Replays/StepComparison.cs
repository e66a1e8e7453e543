using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;

namespace AutoDiff;

// Whether two recordings of a step differ in nothing but what is observed.
internal static class StepComparison
{
    // The first difference; none where one recording may stand for the other.
    public static ReplayObstacle Of<T>(StepRecording<T> before, StepRecording<T> now)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (before.Count != now.Count)
            return new ReplayObstacle(ReplayObstacleKind.Length, Number: now.Count, Other: before.Count);
        HashSet<int> observed = [];
        foreach (ReplayLink leaf in now.Recorder.Leaves)
            observed.Add(leaf.Place);
        for (int i = 0; i < now.Count; i++)
        {
            if (OfEntries(before.Tape, now.Tape, i, observed.Contains(i)) is ReplayObstacleKind kind and not ReplayObstacleKind.None)
                return new ReplayObstacle(kind, now.Tape.HandleOf(i).ToString());
        }

        if (before.Root.Index != now.Root.Index || !Same(before.Recorder.Leaves, now.Recorder.Leaves) || !SameParameters(before.Tape, now.Tape))
            return new ReplayObstacle(ReplayObstacleKind.Graph, now.Root.ToString());
        if (!Same(before.Recorder.Numbers, now.Recorder.Numbers) || !SameNumbers(before, now))
            return new ReplayObstacle(ReplayObstacleKind.Numbers);
        return SameObjects(before.Tape.Objects, now.Tape.Objects) ? default : new ReplayObstacle(ReplayObstacleKind.Object);
    }

    private static ReplayObstacleKind OfEntries<T>(Tape<T> before, Tape<T> now, int index, bool isObserved)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref Entry<T> a = ref before.EntryAt(index), b = ref now.EntryAt(index);
        if (a.Dispatcher != b.Dispatcher || a.Shape != b.Shape || a.Flags != b.Flags || a.InputCount != b.InputCount)
            return ReplayObstacleKind.Graph;
        for (int input = 0; input < a.InputCount; input++)
        {
            if (before.InputOf(index, input) != now.InputOf(index, input))
                return ReplayObstacleKind.Graph;
        }

        if (b.Dispatcher is not null)
            return b.Dispatcher.HasSameAttributes(before, index, now, index) ? ReplayObstacleKind.None : ReplayObstacleKind.Attributes;
        bool isParameter = b.Is(EntryFlags.Active) && b.Attributes >= 0;
        return isObserved || isParameter || MemoryMarshal.AsBytes(before.ValuesAt(index)).SequenceEqual(MemoryMarshal.AsBytes(now.ValuesAt(index)))
            ? ReplayObstacleKind.None
            : ReplayObstacleKind.Constant;
    }

    private static bool SameParameters<T>(Tape<T> before, Tape<T> now)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<UsedParameter<T>> a = before.UsedParameters, b = now.UsedParameters;
        bool same = a.Length == b.Length;
        for (int i = 0; same && i < a.Length; i++)
            same = ReferenceEquals(a[i].Parameter, b[i].Parameter) && a[i].Index == b[i].Index;
        return same;
    }

    private static bool Same(IReadOnlyList<ReplayLink> before, IReadOnlyList<ReplayLink> now)
    {
        bool same = before.Count == now.Count;
        for (int i = 0; same && i < now.Count; i++)
            same = before[i] == now[i];
        return same;
    }

    // Whole numbers that are not observed.
    private static bool SameNumbers<T>(StepRecording<T> before, StepRecording<T> now)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (before.Numbers != now.Numbers)
            return false;
        int from = 0;
        foreach (ReplayLink link in now.Recorder.Numbers)
        {
            if (!SameNumbers(before.Tape, now.Tape, from, link.Place))
                return false;
            from = link.Place + link.Count;
        }

        return SameNumbers(before.Tape, now.Tape, from, now.Numbers);
    }

    private static bool SameNumbers<T>(Tape<T> before, Tape<T> now, int from, int end)
        where T : unmanaged, IFloatingPointIeee754<T> => before.NumbersAt(from, end - from).SequenceEqual(now.NumbersAt(from, end - from));

    private static bool SameObjects(ReadOnlySpan<object> before, ReadOnlySpan<object> now)
    {
        bool same = before.Length == now.Length;
        for (int i = 0; same && i < now.Length; i++)
            same = Equals(before[i], now[i]);
        return same;
    }
}
