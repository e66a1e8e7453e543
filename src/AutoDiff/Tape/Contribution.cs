namespace AutoDiff;

// What a rule adds: to the cotangent of which entry (-1: to the tangent being computed), which entry holds it, and whether
// it has the larger shape that the target was stretched to.
internal readonly record struct Contribution(int Target, int Value, bool IsStretched)
{
    // The value is an operation that adds row i of its first input to row Rows[i] of zeros.
    public bool AddsRows { get; init; }

    public Indices Rows { get; init; }
}
