using System;

namespace AutoDiff.Kernels;

// The lengths of an attention of queries [heads, queries, features] to keys [heads, keys, features] and values [heads, keys, width],
// and the blocks that it is computed in: scores exist for one block of queries and keys at a time.
internal readonly record struct AttentionSize(int Heads, int Queries, int Keys, int Features, int Width)
{
    private const int QueryBlock = 64;
    private const int KeyBlock = 128;

    public int BlockQueries => Math.Min(QueryBlock, Queries);

    public int BlockKeys => Math.Min(KeyBlock, Keys);

    public int BlockScores => BlockQueries * BlockKeys;

    // How many keys the queries before `end` see at most.
    public int Seen(int end, bool causal) => causal ? Math.Min(end, Keys) : Keys;
}
