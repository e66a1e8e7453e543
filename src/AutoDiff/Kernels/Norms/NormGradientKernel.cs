using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// The cotangents of x, scale and shift together, from what NormKernel saved: with h the normalised row and g = yBar · scale,
// xBar = r · (g - mean(g) - h · mean(g · h)). The sums over rows are made for some rows at a time first, so that their rounding errors stay small.
internal ref struct NormGradientKernel<T> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // How many rows add up before their sum is added to the others'.
    private const int RowsTogether = 64;

    public ReadOnlySpan<T> X { get; init; }

    public ReadOnlySpan<T> Scale { get; init; }

    public ReadOnlySpan<T> Saved { get; init; }

    public ReadOnlySpan<T> YBar { get; init; }

    public bool Centred { get; init; }

    public int Length { get; init; }

    // Four rows of working memory.
    public Span<T> Scratch { get; init; }

    public Target<T> XBar { get; init; }

    public Target<T> ScaleBar { get; init; }

    public Target<T> ShiftBar { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        int n = Length, rows = YBar.Length / n;
        T count = T.CreateTruncating(n);
        Span<T> h = Scratch[..n], g = Scratch.Slice(n, n), scales = Scratch.Slice(2 * n, n), shifts = Scratch.Slice(3 * n, n);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> x = X.Slice(row * n, n), yBar = YBar.Slice(row * n, n);
            T mean = Saved[row], reciprocal = Saved[rows + row];
            if (Centred)
                Line<T, TLanes>.Map<SubtractFunction<T>>(x, new ReadOnlySpan<T>(in mean), h);
            Line<T, TLanes>.Map<MultiplyFunction<T>>(Centred ? h : x, new ReadOnlySpan<T>(in reciprocal), h);
            bool added = row % RowsTogether > 0;
            if (ScaleBar.IsWanted)
                new BinaryKernel<T, MultiplyFunction<T>>(yBar, h, scales, added).Run<TLanes>();
            if (ShiftBar.IsWanted)
                new UnaryKernel<T, IdentityFunction<T>>(yBar, shifts, added).Run<TLanes>();
            if ((row + 1) % RowsTogether == 0 || row == rows - 1)
            {
                Spend<TLanes>(scales, ScaleBar.Values);
                Spend<TLanes>(shifts, ShiftBar.Values);
            }

            if (!XBar.IsWanted)
                continue;
            ReadOnlySpan<T> bar = yBar;
            if (!Scale.IsEmpty)
            {
                Line<T, TLanes>.Map<MultiplyFunction<T>>(yBar, Scale, g);
                bar = g;
            }

            ref readonly T first = ref MemoryMarshal.GetReference(bar);
            T along = -(FoldTree<T, DotFold<T>>.Run<TLanes>(in first, in MemoryMarshal.GetReference(h), n) / count);
            T level = Centred ? FoldTree<T, SumFold<T>>.Run<TLanes>(in first, in first, n) / count : T.Zero;
            Line<T, TLanes>.Map<FusedMultiplyAddFunction<T>>(h, new ReadOnlySpan<T>(in along), bar, h);
            if (Centred)
                Line<T, TLanes>.Map<SubtractFunction<T>>(h, new ReadOnlySpan<T>(in level), h);
            new BinaryKernel<T, MultiplyFunction<T>>(h, new ReadOnlySpan<T>(in reciprocal), XBar.Values.Slice(row * n, n), XBar.Accumulate).Run<TLanes>();
        }
    }

    private static void Spend<TLanes>(ReadOnlySpan<T> sums, Span<T> target)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!target.IsEmpty)
            Line<T, TLanes>.Map<AddFunction<T>>(target, sums, target);
    }
}
