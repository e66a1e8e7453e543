using System;

namespace AutoDiff.Layers;

// The rows of a batch by the cluster of their targets, in spans that the caller lends.
internal readonly ref struct ClusterOrder
{
    private readonly Span<int> _ordered, _orderedTargets;

    // Cluster c's rows end where those of c + 1 begin.
    private readonly Span<int> _starts;

    public ClusterOrder(Span<int> memory, int rows)
    {
        HeadTargets = memory[..rows];
        _ordered = memory.Slice(rows, rows);
        _orderedTargets = memory.Slice(2 * rows, rows);
        _starts = memory[(3 * rows)..];
    }

    // How many numbers are needed.
    public static int Length(int rows, int clusters) => (3 * rows) + clusters + 1;

    // What each row's target is in the head: its own number, or the place of its cluster.
    public Span<int> HeadTargets { get; }

    // The rows of one cluster, in their order.
    public ReadOnlySpan<int> RowsOf(int cluster) => _ordered[_starts[cluster].._starts[cluster + 1]];

    // Their targets, counted from the cluster's first class.
    public ReadOnlySpan<int> TargetsOf(int cluster) => _orderedTargets[_starts[cluster].._starts[cluster + 1]];

    // `ends` has one number more than clusters: the shortlist's end, and that of each cluster.
    public void Sort(ReadOnlySpan<int> targets, ReadOnlySpan<int> ends)
    {
        int shortlist = ends[0], placed = 0;
        for (int row = 0; row < targets.Length; row++)
            HeadTargets[row] = targets[row] < shortlist ? targets[row] : shortlist + ClusterOf(targets[row], ends);
        for (int cluster = 0; cluster < ends.Length - 1; cluster++)
        {
            _starts[cluster] = placed;
            for (int row = 0; row < targets.Length; row++)
            {
                if (HeadTargets[row] != shortlist + cluster)
                    continue;
                _ordered[placed] = row;
                _orderedTargets[placed++] = targets[row] - ends[cluster];
            }
        }

        _starts[ends.Length - 1] = placed;
    }

    // There are few clusters.
    private static int ClusterOf(int target, ReadOnlySpan<int> ends)
    {
        int cluster = 0;
        while (target >= ends[cluster + 1])
            cluster++;
        return cluster;
    }
}
