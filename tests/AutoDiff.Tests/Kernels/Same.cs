using System;
using System.Numerics;
using Xunit;

namespace AutoDiff.Tests.Kernels;

internal static class Same
{
    // Equal bits; NaNs are all one.
    public static void Bits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = T.IsNaN(expected[i])
                ? T.IsNaN(actual[i])
                : expected[i] == actual[i] && T.IsNegative(expected[i]) == T.IsNegative(actual[i]);
            Assert.True(same, $"{what}: element {i} of {expected.Length} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    public static void Close<T>(double expected, T actual, double tolerance, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double value = double.CreateTruncating(actual);
        bool close = double.IsNaN(expected) ? double.IsNaN(value) : expected == value || Math.Abs(expected - value) <= tolerance;
        Assert.True(close, $"{what}: {value:R}, expected {expected:R} within {tolerance:R}");
    }
}
