using System;
using System.Numerics;
using AutoDiff.Storage;

namespace AutoDiff;

/// <summary>
/// Vector-Jacobian products of many cotangents at once, <c>results[row] = cotangents[row] · d roots / d wrt</c>: each row is followed back as by
/// <c>Vjp</c>, but every operation on the way is applied to all rows together, a product of matrices in one call. It reads the recorded
/// operations between <c>wrt</c> and <c>roots</c> alone, however long the tape is, and leaves nothing on it.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="report">Told which operations had no batching rule; null if nobody asks.</param>
/// <remarks>
/// One object serves any number of tapes, one at a time, and keeps its working memory, so that a training step in its steady state allocates nothing. Cost: that
/// of the reverse pass times the rows, in larger steps; rules are run once for all rows, by their operations' batching rules (<see cref="IOperation{T}.Batch"/>).
/// </remarks>
/// <example><code>
/// var pullback = new Pullback&lt;double&gt;();
/// pullback.Run([y], [identity], [x], [jacobian], rows: y.Shape.Count);
/// </code></example>
public sealed class Pullback<T>(BatchReport? report = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PullbackPass<T> _pass = new(report);
    private int[] _places = [], _values = [];
    private Variable<T>[] _roots = [], _cotangents = [];
    private bool[] _leads = [];

    /// <summary>How many rows were followed back so far, by all runs together.</summary>
    public long Rows { get; private set; }

    /// <summary>Follows rows of cotangents back.</summary>
    /// <param name="roots">What is differentiated; one that depends on no node adds nothing.</param>
    /// <param name="cotangents">For each root an array that begins with <paramref name="rows"/> cotangents of its shape, one after the other.</param>
    /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
    /// <param name="results">
    /// For each node an array that takes as many results of its shape; zeros where no root depends on the node. None is another node's, or one of the cotangents' arrays.
    /// </param>
    /// <param name="rows">How many cotangents there are, 1 or more.</param>
    /// <exception cref="ArgumentException">
    /// There is no root, no node or no row, counts differ, an array is too short, or a result's is a cotangent's or another result's.
    /// </exception>
    /// <exception cref="TapeException">A value is gone or on another tape, or another derivative is being computed.</exception>
    public void Run(ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<T[]> cotangents, ReadOnlySpan<Variable<T>> wrt, ReadOnlySpan<T[]> results, int rows)
    {
        const string Operation = nameof(Pullback<>);
        if (roots.IsEmpty || wrt.IsEmpty)
            throw TransformErrors.NothingToPullBack(roots.Length, wrt.Length);
        if (roots.Length != cotangents.Length)
            throw TapeErrors.CountsDiffer(Operation, "roots", roots.Length, "cotangents", cotangents.Length);
        if (wrt.Length != results.Length)
            throw TapeErrors.CountsDiffer(Operation, "nodes", wrt.Length, "results", results.Length);
        if (rows < 1)
            throw TransformErrors.NoRows(rows);
        Tape<T> tape = roots[0].Tape;
        tape.EnterDerivative(Operation);
        if (tape.IsTracing)
            throw TransformErrors.PullbackOfExample();
        for (int i = 0; i < roots.Length; i++)
            Check(tape, roots[i], cotangents[i], rows, "cotangents");
        for (int i = 0; i < wrt.Length; i++)
        {
            Check(tape, wrt[i], results[i], rows, "results");
            foreach (T[] cotangent in cotangents)
            {
                if (ReferenceEquals(cotangent, results[i]))
                    throw TransformErrors.ResultIsCotangent(i);
            }

            for (int j = 0; j < i; j++)
            {
                if (ReferenceEquals(results[j], results[i]) && results[i].Length > 0)
                    throw TransformErrors.ResultsShared(j, i);
            }
        }

        // The results are numbers of the program's, which a step that is replayed would not compute again.
        foreach (Variable<T> root in roots)
            tape.Recorder?.Read(root.Index);
        if (rows == 1 && !tape.IsInStretch)
            RunOne(tape, roots, cotangents, wrt, results);
        else
            _pass.Run(tape, rows, roots, cotangents, wrt, results);
        Rows += rows;
    }

    // One row is an ordinary sweep, where none stands still.
    private void RunOne(Tape<T> tape, ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<T[]> cotangents, ReadOnlySpan<Variable<T>> wrt, ReadOnlySpan<T[]> results)
    {
        Reserve(roots.Length, wrt.Length);
        TapeMark entries = tape.Mark;
        Arena<T>.Position memory = tape.Arena.Mark;
        int count = 0, end = 0;
        try
        {
            for (int i = 0; i < wrt.Length; i++)
                _places[i] = wrt[i].Index;
            foreach (Variable<T> root in roots)
                end = Math.Max(end, root.Index + 1);
            if (_leads.Length < end)
                _leads = new bool[Math.Max(end, 2 * _leads.Length)];
            Array.Clear(_leads, 0, end);
            Reach.Mark(tape, wrt, _leads.AsSpan(0, end));
            for (int i = 0; i < roots.Length; i++)
            {
                if (!_leads[roots[i].Index])
                    continue;
                Shape shape = roots[i].Shape;
                _roots[count] = roots[i];
                _cotangents[count++] = tape.HandleOf(tape.AppendValue(in shape, tape.Arena.Borrow(cotangents[i], 0)));
            }

            if (count > 0)
                tape.Pass.IntoResults(nameof(Pullback<>), _roots.AsSpan(0, count), _cotangents.AsSpan(0, count), _places.AsSpan(0, wrt.Length), _values, _leads, Unconnected.Zero);
            for (int i = 0; i < wrt.Length; i++)
            {
                Span<T> result = results[i].AsSpan(0, wrt[i].Shape.Count);
                if (count > 0)
                    tape.ValuesAt(_values[i]).CopyTo(result);
                else
                    result.Clear();
            }
        }
        finally
        {
            tape.Truncate(in entries);
            tape.Arena.Release(memory);
        }
    }

    private void Reserve(int roots, int nodes)
    {
        if (_roots.Length < roots)
            (_roots, _cotangents) = (new Variable<T>[2 * roots], new Variable<T>[2 * roots]);
        if (_places.Length < nodes)
            (_places, _values) = (new int[2 * nodes], new int[2 * nodes]);
    }

    private static void Check(Tape<T> tape, Variable<T> node, T[] rowsOfIt, int rows, string what)
    {
        Shape shape = tape.EntryAt(tape.Own(node, nameof(Pullback<>))).Shape;
        if (rowsOfIt.Length < (long)rows * shape.Count)
            throw TransformErrors.RowsTooShort(what, shape, rows, rowsOfIt.Length);
    }
}
