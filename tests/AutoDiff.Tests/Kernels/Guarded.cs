using System;
using System.Numerics;
using Xunit;

namespace AutoDiff.Tests.Kernels;

// A span with untouchable neighbours: 64 elements on each side that must keep their value.
internal sealed class Guarded<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Margin = 64;
    private static readonly T Mark = T.CreateTruncating(-77.25);
    private readonly T[] _all;

    public Guarded(int length)
    {
        _all = new T[length + (2 * Margin)];
        Array.Fill(_all, Mark);
    }

    public Guarded(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    public Span<T> Span => _all.AsSpan(Margin, _all.Length - (2 * Margin));

    public void Check(string what)
    {
        for (int i = 0; i < Margin; i++)
            Assert.True(_all[i] == Mark && _all[^(i + 1)] == Mark, $"{what}: wrote outside of its {_all.Length - (2 * Margin)} elements");
    }
}
