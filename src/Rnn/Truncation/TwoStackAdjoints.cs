using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Sliding-window aggregation over products of Jacobians, which cannot be undone: time is cut into blocks as long as the losses that a
/// state is reached from, so that these are always the end of one block and the beginning of the next. Going back through a block, the sum of its
/// adjoints and the product of its Jacobians grow; where it is through, the sums over its beginnings are made for the block before.
/// </summary>
/// <remarks>
/// With <c>e[t]</c> the adjoint of loss <c>t</c> at the state before step <c>t</c>, and <c>J[t]</c> from there to the state after it, the sum at the
/// state before step <c>i</c> is that of <c>e[t] J[t-1] ... J[i]</c> over <c>i &lt;= t &lt; i + length - 1</c>. Each row of a batch has Jacobians of its own.
/// </remarks>
internal sealed class TwoStackAdjoints<T>(Truncation truncation, Pullback<T> pullback) : IWindowAdjoints<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _block = truncation.Length!.Value - 1;
    private StateRows<T>? _layout;

    // One-hot rows, and a last one that tells whether rows of the batch act on each other; what came of them.
    private T[][] _basis = [], _pulled = [];

    // Of the block being gone through: e[t] and J[t], the sum so far q, the product so far P.
    private T[] _adjoints = [], _jacobians = [], _suffix = [], _product = [];

    // Of the block after it: the sums r[c] over its first c losses. And room for a product.
    private T[] _prefixes = [], _room = [];
    private int _first, _place, _present;
    private bool _isChecked, _hasAfter, _isAtStart;

    private int Features => _layout!.Features;

    private int Batch => _layout!.Batch;

    private int Vector => Batch * Features;

    private int Matrix => Vector * Features;

    public void Begin(StateRows<T> rows, int first)
    {
        (_layout, _first, _place) = (rows, first, -1);
        _isChecked = Batch == 1;
        (_hasAfter, _isAtStart) = (false, true);
        rows.Reserve(ref _basis, Features + 1);
        rows.Reserve(ref _pulled, Features + 1);
        Reserve(ref _adjoints, _block * Vector);
        Reserve(ref _jacobians, _block * Matrix);
        Reserve(ref _prefixes, _block * Vector);
        Reserve(ref _suffix, Vector);
        Reserve(ref _product, Math.Max(Matrix, 2 * Vector));
        Reserve(ref _room, Math.Max(Matrix, 2 * Vector));
        FillBasis();
    }

    public bool TrySum(int step, T[][] sum)
    {
        if (_place < 0)
            return false;
        Span<T> total = _room.AsSpan(0, Vector);
        _suffix.AsSpan(0, Vector).CopyTo(total);
        if (_hasAfter && _place > 0)
            AddTimes(_prefixes.AsSpan(_place * Vector, Vector), _product, total);
        Scatter(total, sum);
        return true;
    }

    public bool TryPull(in WindowStep<T> step)
    {
        pullback.Run(step.Next, _basis, step.State, _pulled, _isChecked ? Features : Features + 1);
        int place = step.Step % _block;
        Span<T> jacobian = _jacobians.AsSpan(place * Matrix, Matrix), adjoint = _adjoints.AsSpan(place * Vector, Vector);
        GatherJacobian(jacobian);
        if (!_isChecked && !IsRowByRow(jacobian))
            return false;
        _isChecked = true;
        if (_isAtStart)
            Enter(place + 1);
        adjoint.Clear();
        if (step.HasLoss)
        {
            Gather(step.Adjoint, 0, adjoint);
        }

        _place = place;
        Absorb(adjoint, jacobian);
        if (place == 0)
            Leave(step.Step);
        return true;
    }

    // q = e + q J, and P = P J.
    private void Absorb(ReadOnlySpan<T> adjoint, ReadOnlySpan<T> jacobian)
    {
        Span<T> room = _room.AsSpan(0, Vector);
        adjoint.CopyTo(room);
        AddTimes(_suffix.AsSpan(0, Vector), jacobian, room);
        room.CopyTo(_suffix);
        if (!_hasAfter)
            return;
        Multiply(_product, jacobian, _room);
        (_product, _room) = (_room, _product);
    }

    // A block is entered from its end, which for the last one is that of the sequence: nothing is summed up yet.
    private void Enter(int steps)
    {
        (_isAtStart, _present) = (false, steps);
        _suffix.AsSpan(0, Vector).Clear();
        SetIdentity();
    }

    private void SetIdentity()
    {
        _product.AsSpan(0, Matrix).Clear();
        for (int at = 0; at < Vector; at++)
            _product[(at * Features) + (at % Features)] = T.One;
    }

    // The sums over the first losses of the block, at its first state: r[c + 1] = r[c] + e[c] M, M = J[c] M.
    private void Leave(int step)
    {
        _isAtStart = true;
        if (step <= _first)
            return;
        _hasAfter = true;
        _prefixes.AsSpan(0, Vector).Clear();
        SetIdentity();
        for (int c = 0; c + 1 < _block; c++)
        {
            Span<T> next = _prefixes.AsSpan((c + 1) * Vector, Vector);
            _prefixes.AsSpan(c * Vector, Vector).CopyTo(next);
            if (c >= _present)
                continue;
            AddTimes(_adjoints.AsSpan(c * Vector, Vector), _product, next);
            Multiply(_jacobians.AsSpan(c * Matrix, Matrix), _product, _room);
            (_product, _room) = (_room, _product);
        }
    }

    // One row for each feature, 1 in every row of the batch; the last one has no pattern.
    private void FillBasis()
    {
        foreach (T[] part in _basis)
            Array.Clear(part);
        Span<T> row = _room.AsSpan(0, Vector);
        for (int feature = 0; feature <= Features; feature++)
        {
            for (int at = 0; at < Vector; at++)
                row[at] = feature == Features ? T.CreateChecked(1 + (at * 7 % 11)) : at % Features == feature ? T.One : T.Zero;
            Scatter(row, _basis, feature);
        }
    }

    private void GatherJacobian(Span<T> jacobian)
    {
        Span<T> row = _room.AsSpan(0, Vector);
        for (int feature = 0; feature < Features; feature++)
        {
            Gather(_pulled, feature, row);
            for (int b = 0; b < Batch; b++)
                row.Slice(b * Features, Features).CopyTo(jacobian[(((b * Features) + feature) * Features)..]);
        }
    }

    // Whether the patternless row came out as the Jacobians say.
    private bool IsRowByRow(ReadOnlySpan<T> jacobian)
    {
        Span<T> row = _room.AsSpan(0, 2 * Vector);
        Gather(_basis, Features, row);
        row[Vector..].Clear();
        AddTimes(row[..Vector], jacobian, row[Vector..]);
        Gather(_pulled, Features, row);
        T largest = T.Zero, off = T.Zero;
        for (int i = 0; i < Vector; i++)
        {
            largest = T.Max(largest, T.Abs(row[i]));
            off = T.Max(off, T.Abs(row[i] - row[Vector + i]));
        }

        return !(off > T.Sqrt(T.BitIncrement(T.One) - T.One) * largest);
    }

    // into += x M for each row of the batch.
    private void AddTimes(ReadOnlySpan<T> x, ReadOnlySpan<T> matrices, Span<T> into)
    {
        int n = Features;
        for (int at = 0; at < x.Length; at++)
            StateRows<T>.AddScaled(x[at], matrices.Slice(at * n, n), into.Slice(at / n * n, n));
    }

    // product = A B for each row of the batch.
    private void Multiply(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> product)
    {
        int n = Features;
        product[..Matrix].Clear();
        for (int row = 0; row < Vector; row++)
            AddTimesOne(a.Slice(row * n, n), b[(row / n * n * n)..], product.Slice(row * n, n));
    }

    private static void AddTimesOne(ReadOnlySpan<T> x, ReadOnlySpan<T> matrix, Span<T> into)
    {
        for (int i = 0; i < x.Length; i++)
            StateRows<T>.AddScaled(x[i], matrix.Slice(i * x.Length, x.Length), into);
    }

    // A state of all parts as [batch, features], and back.
    private void Gather(ReadOnlySpan<T[]> parts, int row, Span<T> state)
    {
        int from = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            int size = _layout!.Size(part), features = size / Batch;
            for (int b = 0; b < Batch; b++)
                parts[part].AsSpan((row * size) + (b * features), features).CopyTo(state[((b * Features) + from)..]);
            from += features;
        }
    }

    private void Scatter(ReadOnlySpan<T> state, T[][] parts, int row = 0)
    {
        int from = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            int size = _layout!.Size(part), features = size / Batch;
            for (int b = 0; b < Batch; b++)
                state.Slice((b * Features) + from, features).CopyTo(parts[part].AsSpan((row * size) + (b * features)));
            from += features;
        }
    }

    private static void Reserve(ref T[] array, int length)
    {
        if (array.Length < length)
            array = new T[length];
    }
}
