namespace AutoDiff;

// A sweep that stands still while a function is run again.
internal readonly record struct SuspendedSweep(bool Sweeping, bool OfOperations, bool[]? Leads, int[] Tangents, bool Recording);
