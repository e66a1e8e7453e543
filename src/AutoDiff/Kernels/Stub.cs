#pragma warning disable
using System; using System.Numerics;
namespace AutoDiff.Kernels;
internal static class Elementwise { public static void Copy<T>(ReadOnlySpan<T> x, Span<T> y, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T> { throw new InvalidOperationException(); } }
internal static class Reduction { public static void SumTo<T>(in Shape from, ReadOnlySpan<T> x, in Shape to, Span<T> y, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T> { throw new InvalidOperationException(); } }
