namespace AutoDiff;

// How a number hangs on a tape: its derivative with respect to an entry, and the place of that entry.
internal readonly record struct ScalarLink<T>(T Slope, ulong Place)
    where T : unmanaged;
