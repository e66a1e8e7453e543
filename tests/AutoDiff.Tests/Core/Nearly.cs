using System;
using System.Collections.Generic;

namespace AutoDiff.Tests.Core;

// Equality up to a relative error.
internal sealed class Nearly(double tolerance) : IEqualityComparer<double>
{
    public bool Equals(double x, double y) => x.Equals(y) || Math.Abs(x - y) <= tolerance * Math.Max(Math.Abs(x), Math.Abs(y));

    public int GetHashCode(double value) => 0;
}
