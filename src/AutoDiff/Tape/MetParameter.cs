using System.Numerics;

namespace AutoDiff;

// A parameter that came onto the tape inside a checkpointed function: its leaf there, and whether anything recorded reads it.
internal readonly record struct MetParameter<T>(Parameter<T> Parameter, int Entry, bool IsRead)
    where T : unmanaged, IFloatingPointIeee754<T>;
