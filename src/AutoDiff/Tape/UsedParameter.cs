using System.Numerics;

namespace AutoDiff;

// A parameter that a tape reads: which version it saw, and its leaf.
internal readonly record struct UsedParameter<T>(Parameter<T> Parameter, int Version, int Index)
    where T : unmanaged, IFloatingPointIeee754<T>;
