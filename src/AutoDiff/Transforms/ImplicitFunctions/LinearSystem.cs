using System;
using System.Numerics;

namespace AutoDiff;

// A square matrix that never changes, and its transpose, to be solved with.
internal abstract class LinearSystem
{
    public abstract void Solve<T>(ReadOnlySpan<T> b, Span<T> x, bool transpose)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
