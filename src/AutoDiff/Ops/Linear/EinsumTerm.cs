using System;
using System.Buffers;
using System.Numerics;

namespace AutoDiff;

// An array whose axes have labels, each once, and what equations do with it. All of it is made of operations.
internal readonly record struct EinsumTerm<T>(Variable<T> Value, EinsumLabels Labels)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // An operand made ready: repeated labels become diagonals, and axes of length 1 that stretch are left out.
    public static EinsumTerm<T> Of(Variable<T> operand, EinsumLabels labels, ReadOnlySpan<int> lengths)
    {
        EinsumTerm<T> term = new(operand, labels);
        for (int axis = labels.Count - 1; axis >= 0; axis--)
        {
            int label = term.Labels[axis], first = term.Labels.IndexOf(label);
            if (lengths[label] != 1 && term.Value.Shape[axis] == 1)
                term = new(Ops.Reshape(term.Value, term.Value.Shape.Remove(axis)), term.Labels.Remove(axis));
            else if (first < axis)
                term = term.Value.Shape[first] == 1 && lengths[label] != 1
                    ? new(Ops.Reshape(term.Value, term.Value.Shape.Remove(first)), term.Labels.Remove(first))
                    : term.Diagonal(first, axis);
        }

        return term;
    }

    // Only the labels of a set; the others are summed over.
    public EinsumTerm<T> Keep(ulong set)
    {
        Span<int> axes = stackalloc int[Shape.MaxRank];
        int count = 0;
        for (int axis = 0; axis < Labels.Count; axis++)
        {
            if ((set >> Labels[axis] & 1) == 0)
                axes[count++] = axis;
        }

        return count == 0 ? this : new(Ops.Sum(Value, axes[..count]), default(EinsumLabels).Add(Labels, set));
    }

    public EinsumTerm<T> Ordered(EinsumLabels order)
    {
        Span<int> axes = stackalloc int[order.Count];
        order.In(Labels, axes);
        return new(Ops.Permute(Value, axes), order);
    }

    // One batched matrix product: labels that both have and somebody else needs are the batch, those that both have alone are summed.
    public static EinsumTerm<T> Contract(EinsumTerm<T> a, EinsumTerm<T> b, ulong needed, EinsumLabels result)
    {
        a = a.Keep(needed | b.Labels.Set);
        b = b.Keep(needed | a.Labels.Set);

        // The factor whose free labels come first in the result goes to the left, so that the result needs no reordering.
        if (FirstFree(result, a.Labels.Set & ~b.Labels.Set) > FirstFree(result, b.Labels.Set & ~a.Labels.Set))
            (a, b) = (b, a);
        ulong both = a.Labels.Set & b.Labels.Set, batch = both & needed, inner = both & ~needed;
        EinsumLabels batchOrder = default(EinsumLabels).Add(result, batch).Add(a.Labels, batch & ~result.Set), innerOrder = default(EinsumLabels).Add(a.Labels, inner);
        EinsumLabels freeA = default(EinsumLabels).Add(a.Labels, ~both), freeB = default(EinsumLabels).Add(b.Labels, ~both);
        Variable<T> left = a.AsFactor(batchOrder, freeA, innerOrder, out bool transposeLeft), right = b.AsFactor(batchOrder, innerOrder, freeB, out bool transposeRight);
        EinsumLabels labels = batchOrder.Add(freeA, ulong.MaxValue).Add(freeB, ulong.MaxValue);
        Span<int> lengths = stackalloc int[labels.Count];
        for (int i = 0; i < lengths.Length; i++)
        {
            int axis = a.Labels.IndexOf(labels[i]);
            lengths[i] = axis >= 0 ? a.Value.Shape[axis] : b.Value.Shape[b.Labels.IndexOf(labels[i])];
        }

        // Products of single numbers, or of single rows and columns, are faster side by side.
        bool isPointwise = batchOrder.Count > 0 && (inner == 0 || (freeA.Count == 0 && freeB.Count == 0));
        Variable<T> product = !isPointwise ? Ops.MatMul(left, right, transposeLeft, transposeRight)
            : inner == 0 ? left * right
            : Ops.Sum(left * Ops.Reshape(right, left.Shape), -1);
        return new(Ops.Reshape(product, new Shape(lengths)), labels);
    }

    private static int FirstFree(EinsumLabels result, ulong free)
    {
        int first = 0;
        while (first < result.Count && (free >> result[first] & 1) == 0)
            first++;
        return first;
    }

    // The axes as [batch, rows, columns], or as [batch, columns, rows] where that costs no copy.
    private Variable<T> AsFactor(EinsumLabels batch, EinsumLabels rows, EinsumLabels columns, out bool transpose)
    {
        EinsumLabels turned = batch.Add(columns, ulong.MaxValue).Add(rows, ulong.MaxValue);
        transpose = turned == Labels && rows.Count > 0 && columns.Count > 0;
        Variable<T> ordered = transpose ? Value : Ordered(batch.Add(rows, ulong.MaxValue).Add(columns, ulong.MaxValue)).Value;
        int ofBatch = CountOf(batch), ofRows = CountOf(rows), ofColumns = CountOf(columns);
        (int first, int second) = transpose ? (ofColumns, ofRows) : (ofRows, ofColumns);
        return Ops.Reshape(ordered, batch.Count == 0 ? new Shape(first, second) : new Shape(ofBatch, first, second));
    }

    private int CountOf(EinsumLabels labels)
    {
        int count = 1;
        for (int i = 0; i < labels.Count; i++)
            count *= Value.Shape[Labels.IndexOf(labels[i])];
        return count;
    }

    // Two axes of one label become the first of them: rows i · (n + 1) of an array whose first n · n rows are the pairs.
    private EinsumTerm<T> Diagonal(int first, int second)
    {
        Shape shape = Value.Shape;
        int n = shape[first], rest = 2;
        Span<int> order = stackalloc int[shape.Rank], back = stackalloc int[shape.Rank - 1];
        (order[0], order[1]) = (first, second);
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (axis != first && axis != second)
                order[rest++] = axis;
        }

        Variable<T> pairs = Ops.Permute(Value, order);
        int[] places = ArrayPool<int>.Shared.Rent(n);
        for (int i = 0; i < n; i++)
            places[i] = i * (n + 1);
        Variable<T> rows = Ops.Gather(Ops.Reshape(pairs, new Shape(n * n, n == 0 ? 0 : shape.Count / (n * n))), places.AsSpan(0, n));
        ArrayPool<int>.Shared.Return(places);

        // The diagonal stands first; it goes where the first of the two axes was.
        for (int axis = 0; axis < back.Length; axis++)
            back[axis] = axis == first ? 0 : axis < first ? axis + 1 : axis;
        return new(Ops.Permute(Ops.Reshape(rows, pairs.Shape.Remove(0)), back), Labels.Remove(second));
    }
}
