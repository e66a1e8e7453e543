using System.Numerics;

namespace AutoDiff;

// A parameter that a tape reads: which version it saw, and its leaf.
internal readonly record struct UsedParameter<T>(Parameter<T> Parameter, int Version, int Index)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The numbers that were read, where the parameter has been let go to change; null while they are the parameter's own.
    public T[]? Retained { get; init; }
}
