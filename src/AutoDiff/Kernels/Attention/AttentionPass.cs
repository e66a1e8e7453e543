using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;
using AutoDiff.Storage;

namespace AutoDiff.Kernels;

// Softmax(q · kᵀ · scale + mask) · v without the matrix of scores (Dao et al. 2022): block by block, with running maxima and sums. Saved for the
// reverse pass is the logarithm of each row's sum of exponentials; +infinity for a row that sees nothing, whose weights are then 0.
internal static class AttentionPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Nothing is saved where `saved` is empty.
    public static void Forward(
        in AttentionSize size,
        bool causal,
        T scale,
        scoped ReadOnlySpan<T> queries,
        scoped ReadOnlySpan<T> keys,
        scoped ReadOnlySpan<T> values,
        scoped AttentionMask<T> mask,
        scoped Span<T> result,
        scoped Span<T> saved)
    {
        if (result.IsEmpty && saved.IsEmpty)
            return;
        AlignedBlocks<T> workspace = default;
        Span<T> scaled = workspace.Take(size.BlockQueries * size.Features), scores = workspace.Take(size.BlockScores);
        Span<T> largest = workspace.Take(size.BlockQueries), sums = workspace.Take(size.BlockQueries);
        for (int head = 0; head < size.Heads; head++)
        {
            for (int query = 0; query < size.Queries; query += size.BlockQueries)
            {
                int rows = Math.Min(size.BlockQueries, size.Queries - query), row = (head * size.Queries) + query, seen = size.Seen(query + rows, causal);
                Span<T> gathered = result.Slice(row * size.Width, rows * size.Width);
                ReadOnlySpan<T> q = Scale(queries.Slice(row * size.Features, rows * size.Features), scale, scaled);
                gathered.Clear();
                largest.Fill(T.NegativeInfinity);
                sums.Clear();
                for (int key = 0; key < seen; key += size.BlockKeys)
                {
                    int count = Math.Min(size.BlockKeys, seen - key), column = (head * size.Keys) + key;
                    Span<T> block = scores[..(rows * count)];
                    Score(in size, causal, q, keys, mask, head, query, key, count, block);
                    AttentionRows<T> kernel = new(block, count, largest, sums[..rows], gathered, size.Width);
                    Widest.Run<T, AttentionRows<T>>(ref kernel);
                    MatrixProduct.Multiply(
                        rows, size.Width, count, block, count, false, values.Slice(column * size.Width, count * size.Width), size.Width, false, gathered,
                        size.Width, accumulate: true);
                }

                Finish(largest, sums[..rows], gathered, size.Width, saved.IsEmpty ? default : saved.Slice(row, rows));
            }
        }
    }

    public static void Backward(
        in AttentionSize size,
        bool causal,
        T scale,
        scoped ReadOnlySpan<T> queries,
        scoped ReadOnlySpan<T> keys,
        scoped ReadOnlySpan<T> values,
        scoped AttentionMask<T> mask,
        scoped ReadOnlySpan<T> result,
        scoped ReadOnlySpan<T> saved,
        scoped ReadOnlySpan<T> resultBar,
        scoped AttentionTargets<T> targets)
    {
        targets.Start();
        if (saved.IsEmpty)
            return;
        AlignedBlocks<T> workspace = default;
        Span<T> scaled = workspace.Take(size.BlockQueries * size.Features), gathered = workspace.Take(size.BlockQueries * size.Features);
        Span<T> weights = workspace.Take(size.BlockScores), weightsBar = workspace.Take(size.BlockScores), dots = workspace.Take(size.BlockQueries);
        for (int head = 0; head < size.Heads; head++)
        {
            for (int query = 0; query < size.Queries; query += size.BlockQueries)
            {
                int rows = Math.Min(size.BlockQueries, size.Queries - query), row = (head * size.Queries) + query, seen = size.Seen(query + rows, causal);
                int width = size.Width, features = size.Features;
                ReadOnlySpan<T> q = Scale(queries.Slice(row * features, rows * features), scale, scaled), bar = resultBar.Slice(row * width, rows * width);
                Span<T> qBar = gathered[..(rows * features)];
                qBar.Clear();
                for (int i = 0; i < rows; i++)
                    dots[i] = Reduction.Dot(bar.Slice(i * width, width), result.Slice((row + i) * width, width));
                for (int key = 0; key < seen; key += size.BlockKeys)
                {
                    int count = Math.Min(size.BlockKeys, seen - key), column = (head * size.Keys) + key;
                    Span<T> p = weights[..(rows * count)], pBar = weightsBar[..(rows * count)];
                    Score(in size, causal, q, keys, mask, head, query, key, count, p);
                    for (int i = 0; i < rows; i++)
                        Elementwise.Map<T, ExpOfDifferenceFunction<T>>(p.Slice(i * count, count), saved.Slice(row + i, 1), p.Slice(i * count, count));
                    if (!targets.Values.IsEmpty)
                        MatrixProduct.Multiply(count, width, rows, p, count, true, bar, width, false, targets.Values.Slice(column * width, count * width), width, accumulate: true);
                    if (!targets.NeedsScores)
                        continue;

                    MatrixProduct.Multiply(rows, count, width, bar, width, false, values.Slice(column * width, count * width), width, true, pBar, count, accumulate: false);
                    for (int i = 0; i < rows; i++)
                    {
                        Span<T> line = pBar.Slice(i * count, count);
                        Elementwise.Map<T, SoftmaxGradientFunction<T>>(line, p.Slice(i * count, count), dots.Slice(i, 1), line);
                        if (!targets.Mask.IsEmpty)
                            mask.AddGradient(head, query + i, key, line, targets.Mask);
                    }

                    if (!targets.Queries.IsEmpty)
                        MatrixProduct.Multiply(
                            rows, features, count, pBar, count, false, keys.Slice(column * features, count * features), features, false, qBar, features,
                            accumulate: true);
                    if (!targets.Keys.IsEmpty)
                        MatrixProduct.Multiply(
                            count, features, rows, pBar, count, true, q, features, false, targets.Keys.Slice(column * features, count * features), features,
                            accumulate: true);
                }

                if (!targets.Queries.IsEmpty)
                    Elementwise.Map<T, MultiplyFunction<T>>(qBar, new ReadOnlySpan<T>(in scale), targets.Queries.Slice(row * features, rows * features), accumulate: true);
            }
        }
    }

    private static ReadOnlySpan<T> Scale(ReadOnlySpan<T> queries, T scale, Span<T> scaled)
    {
        Span<T> to = scaled[..queries.Length];
        Elementwise.Map<T, MultiplyFunction<T>>(queries, new ReadOnlySpan<T>(in scale), to);
        return to;
    }

    // A block of scores [rows, count], -infinity where a key is hidden.
    private static void Score(
        in AttentionSize size,
        bool causal,
        ReadOnlySpan<T> scaled,
        ReadOnlySpan<T> keys,
        AttentionMask<T> mask,
        int head,
        int query,
        int key,
        int count,
        Span<T> scores)
    {
        int rows = scores.Length / count, column = (head * size.Keys) + key;
        MatrixProduct.Multiply(
            rows, count, size.Features, scaled, size.Features, false, keys.Slice(column * size.Features, count * size.Features), size.Features, true, scores,
            count, accumulate: false);
        for (int i = 0; i < rows && (!mask.IsEmpty || (causal && key + count > query + 1)); i++)
        {
            Span<T> row = scores.Slice(i * count, count);
            if (!mask.IsEmpty)
                Elementwise.Map<T, AddFunction<T>>(row, mask.Row(head, query + i, key, count), row);
            if (causal)
                row[Math.Clamp(query + i + 1 - key, 0, count)..].Fill(T.NegativeInfinity);
        }
    }

    // Sums of exponentials become weights' sums of 1; a row that saw nothing stays 0.
    private static void Finish(ReadOnlySpan<T> largest, ReadOnlySpan<T> sums, Span<T> gathered, int width, Span<T> saved)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            bool blind = T.IsNegativeInfinity(largest[i]);
            Span<T> row = gathered.Slice(i * width, width);
            if (!blind)
            {
                T share = T.One / sums[i];
                Elementwise.Map<T, MultiplyFunction<T>>(row, new ReadOnlySpan<T>(in share), row);
            }

            if (!saved.IsEmpty)
                saved[i] = blind ? T.PositiveInfinity : LogFunction<T>.Invoke(Lanes1<T>.Create(sums[i])).First + (T.IsFinite(largest[i]) ? largest[i] : T.Zero);
        }
    }
}
