using System;
using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff;

/// <summary>
/// What operations on <see cref="Scalar{T}"/> are recorded on: one small entry for an operation, and no objects. A thread uses the tape
/// that was made or reset last; when that is disposed, the one before it again.
/// </summary>
/// <typeparam name="T">The numbers within.</typeparam>
/// <remarks>
/// Memory: 24 bytes an operation in <c>double</c>, and 8 for its adjoint in a sweep; kept across <see cref="Reset"/>, so that a loop
/// that resets the tape allocates nothing. A tape belongs to the thread that made it.
/// Source: Griewank and Walther, "Evaluating Derivatives" (2008), chapter 4.
/// </remarks>
public sealed class ScalarTape<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LeastCapacity = 256;

    [ThreadStatic]
    private static ScalarTape<T>? _current;

    private readonly string _file;
    private readonly int _line, _thread = Environment.CurrentManagedThreadId;
    private ScalarEntry<T>[] _entries;
    private T[] _adjoints = [];
    private int _count = 1;
    private ulong _mark = ScalarMarks.Next();
    private bool _disposed;

    /// <summary>Makes a tape, and the calling thread use it until it is disposed.</summary>
    /// <param name="capacity">For how many operations there is room at first; the tape grows as needed.</param>
    /// <param name="file">Where the tape is made, for the messages of errors; filled in by the compiler.</param>
    /// <param name="line">Where the tape is made, for the messages of errors; filled in by the compiler.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is negative.</exception>
    public ScalarTape(int capacity = 0, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        (_file, _line) = (file, line);
        _entries = ArrayPool<ScalarEntry<T>>.Shared.Rent(Math.Max(capacity, LeastCapacity));
        _entries[0] = default;
        Below = _current;
        _current = this;
    }

    /// <summary>How many operations and variables are recorded.</summary>
    public int Count => _count - 1;

    internal static ScalarTape<T>? Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _current;
    }

    internal ScalarTape<T>? Below { get; private set; }

    internal string Origin => TapeErrors.Place(_file, _line);

    /// <summary>A number to differentiate with respect to.</summary>
    /// <param name="value">Its value.</param>
    /// <returns>The variable.</returns>
    /// <exception cref="TapeException">The tape is disposed, belongs to another thread, or is not the one that its thread uses.</exception>
    public Scalar<T> Variable(T value)
    {
        RequireCurrent(nameof(Variable));
        return new(value, Append(T.Zero, 0));
    }

    /// <summary>Numbers to differentiate with respect to.</summary>
    /// <param name="values">Their values.</param>
    /// <returns>A variable for each value.</returns>
    /// <exception cref="TapeException">The tape is disposed, belongs to another thread, or is not the one that its thread uses.</exception>
    public Scalar<T>[] Variables(params ReadOnlySpan<T> values)
    {
        Scalar<T>[] variables = new Scalar<T>[values.Length];
        Variables(values, variables);
        return variables;
    }

    /// <summary>Numbers to differentiate with respect to, into memory of the caller's.</summary>
    /// <param name="values">Their values.</param>
    /// <param name="variables">Where the variables go, one for each value.</param>
    /// <exception cref="ArgumentException">There are not as many variables as values.</exception>
    /// <exception cref="TapeException">The tape is disposed, belongs to another thread, or is not the one that its thread uses.</exception>
    public void Variables(ReadOnlySpan<T> values, Span<Scalar<T>> variables)
    {
        RequireCurrent(nameof(Variables));
        if (values.Length != variables.Length)
            throw ScalarErrors.Counts(nameof(Variables), "values", values.Length, "variables", variables.Length);
        for (int i = 0; i < values.Length; i++)
            variables[i] = new(values[i], Append(T.Zero, 0));
    }

    /// <summary>The derivative of one number with respect to one other.</summary>
    /// <param name="root">What is differentiated.</param>
    /// <param name="wrt">A variable, or any number computed from one.</param>
    /// <returns>The derivative; zero where the root does not depend on <paramref name="wrt"/>.</returns>
    /// <exception cref="TapeException">One of the two is a constant or not on this tape; the tape is disposed, or belongs to another thread.</exception>
    public T Gradient(Scalar<T> root, Scalar<T> wrt)
    {
        T result = default;
        Gradient(root, [wrt], new Span<T>(ref result));
        return result;
    }

    /// <summary>The gradient of a number, in one sweep.</summary>
    /// <param name="root">What is differentiated.</param>
    /// <param name="wrt">Variables, or any numbers computed from them.</param>
    /// <returns>A derivative for each of <paramref name="wrt"/>; zero where the root does not depend on it.</returns>
    /// <exception cref="TapeException">A number is a constant or not on this tape; the tape is disposed, or belongs to another thread.</exception>
    public T[] Gradient(Scalar<T> root, params ReadOnlySpan<Scalar<T>> wrt)
    {
        T[] gradient = new T[wrt.Length];
        Gradient(root, wrt, gradient);
        return gradient;
    }

    /// <summary>The gradient of a number, in one sweep, into memory of the caller's.</summary>
    /// <param name="root">What is differentiated.</param>
    /// <param name="wrt">Variables, or any numbers computed from them.</param>
    /// <param name="gradient">Where the derivatives go, one for each of <paramref name="wrt"/>.</param>
    /// <exception cref="ArgumentException">There are not as many derivatives as numbers.</exception>
    /// <exception cref="TapeException">A number is a constant or not on this tape; the tape is disposed, or belongs to another thread.</exception>
    public void Gradient(Scalar<T> root, ReadOnlySpan<Scalar<T>> wrt, Span<T> gradient) => Vjp([root], [T.One], wrt, gradient);

    /// <summary>The vector-Jacobian product <c>sum_i cotangents[i] · d roots[i] / d wrt</c>, in one sweep.</summary>
    /// <param name="roots">What is differentiated; constants among them contribute nothing.</param>
    /// <param name="cotangents">One for each root.</param>
    /// <param name="wrt">Variables, or any numbers computed from them.</param>
    /// <param name="product">Where the product goes, one number for each of <paramref name="wrt"/>.</param>
    /// <exception cref="ArgumentException">Counts do not fit.</exception>
    /// <exception cref="TapeException">All roots, or one of <paramref name="wrt"/>, are constants; a number is not on this tape; the tape is disposed, or belongs to another thread.</exception>
    /// <remarks>
    /// Cost: the recorded operations once each, less those that nothing arrives at. An adjoint that is zero, or in <c>float</c> and
    /// <c>double</c> smaller than the smallest normal number, passes nothing on, whatever the slopes.
    /// </remarks>
    public void Vjp(ReadOnlySpan<Scalar<T>> roots, ReadOnlySpan<T> cotangents, ReadOnlySpan<Scalar<T>> wrt, Span<T> product)
    {
        string operation = roots.Length == 1 ? nameof(Gradient) : nameof(Vjp);
        RequireOwn(operation);
        if (roots.Length != cotangents.Length)
            throw ScalarErrors.Counts(operation, "roots", roots.Length, "cotangents", cotangents.Length);
        if (wrt.Length != product.Length)
            throw ScalarErrors.Counts(operation, "numbers to differentiate with respect to", wrt.Length, "places for derivatives", product.Length);
        int last = 0;
        foreach (Scalar<T> root in roots)
        {
            if (!root.IsConstant && !Owns(root.Place))
                throw ScalarErrors.Foreign(this, root);
            last = Math.Max(last, (int)root.Place);
        }

        if (last == 0)
            throw ScalarErrors.Constant(operation, roots.IsEmpty ? "no root" : $"{roots[0].Value}");
        foreach (Scalar<T> variable in wrt)
        {
            if (variable.IsConstant)
                throw ScalarErrors.Constant(operation, $"{variable.Value}");
            if (!Owns(variable.Place))
                throw ScalarErrors.Foreign(this, variable);
        }

        Span<T> adjoints = Adjoints(last + 1);
        for (int i = 0; i < roots.Length; i++)
            adjoints[(int)roots[i].Place] += cotangents[i];
        Sweep(last);
        for (int i = 0; i < wrt.Length; i++)
            product[i] = (int)wrt[i].Place <= last ? adjoints[(int)wrt[i].Place] : T.Zero;
    }

    /// <summary>
    /// Forgets everything recorded, keeps the memory, and makes the thread use this tape, as if it were the newest. Numbers on the tape become
    /// stale, and using one is an error.
    /// </summary>
    /// <exception cref="TapeException">The tape is disposed, or belongs to another thread.</exception>
    public void Reset()
    {
        RequireOwn(nameof(Reset));
        if (_current != this)
        {
            Unlink();
            Below = _current;
            _current = this;
        }

        _count = 1;
        _mark = ScalarMarks.Next();
    }

    /// <summary>Gives the memory back, and the thread the tape that it used before.</summary>
    /// <exception cref="TapeException">The tape belongs to another thread.</exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        RequireOwn(nameof(Dispose));
        Unlink();
        _disposed = true;
        _mark = ScalarMarks.Next();
        ArrayPool<ScalarEntry<T>>.Shared.Return(_entries);
        if (_adjoints.Length > 0)
            ArrayPool<T>.Shared.Return(_adjoints);
        (_entries, _adjoints) = ([], []);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Owns(ulong place) => ((place ^ _mark) >> 32) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Append(T slope, int first) => Append(slope, first, default, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Append(T firstSlope, int first, T secondSlope, int second)
    {
        int place = _count;
        ScalarEntry<T>[] entries = _entries;
        if ((uint)place >= (uint)entries.Length)
            entries = Grow();
        ref ScalarEntry<T> entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), (uint)place);
        entry.FirstSlope = firstSlope;
        entry.SecondSlope = secondSlope;
        entry.First = first;
        entry.Second = second;
        _count = place + 1;
        return _mark | (uint)place;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong AppendProduct(T firstSlope, int first, T secondSlope, int second, int addend)
    {
        if (addend == _count - 1)
            return Append(firstSlope, first | ScalarEntry<T>.PassesOn, secondSlope, second);
        int product = (int)Append(firstSlope, first, secondSlope, second);
        return Append(T.One, addend, T.One, product);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ScalarEntry<T>[] Grow()
    {
        ScalarEntry<T>[] larger = ArrayPool<ScalarEntry<T>>.Shared.Rent(checked((int)Math.Min(2L * _entries.Length, Array.MaxLength)));
        _entries.CopyTo(larger, 0);
        ArrayPool<ScalarEntry<T>>.Shared.Return(_entries);
        return _entries = larger;
    }

    private Span<T> Adjoints(int count)
    {
        if (_adjoints.Length < count)
        {
            if (_adjoints.Length > 0)
                ArrayPool<T>.Shared.Return(_adjoints);
            _adjoints = [];
            _adjoints = ArrayPool<T>.Shared.Rent(Math.Max(count, _entries.Length));
        }

        Span<T> adjoints = _adjoints.AsSpan(0, count);
        adjoints.Clear();
        return adjoints;
    }

    // Each adjoint is complete when its entry's turn comes: an operation is recorded after its operands.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Sweep(int last)
    {
        ref ScalarEntry<T> entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref T adjoints = ref MemoryMarshal.GetArrayDataReference(_adjoints);
        for (int i = last; i > 0; i--)
        {
            T adjoint = Unsafe.Add(ref adjoints, (uint)i);
            if (Negligible.Is(adjoint))
                continue;
            ref ScalarEntry<T> entry = ref Unsafe.Add(ref entries, (uint)i);
            int first = entry.First, second = entry.Second;
            if (first <= 0)
            {
                if (first == 0)
                    continue;
                first &= int.MaxValue;
                Unsafe.Add(ref adjoints, (uint)i - 1) += adjoint;
            }

            Unsafe.Add(ref adjoints, (uint)first) += entry.FirstSlope * adjoint;
            if (second != 0)
                Unsafe.Add(ref adjoints, (uint)second) += entry.SecondSlope * adjoint;
        }
    }

    private void RequireCurrent(string operation)
    {
        RequireOwn(operation);
        if (_current != this)
            throw ScalarErrors.NotCurrent(operation, Origin, _current!.Origin);
    }

    private void RequireOwn(string operation)
    {
        if (_disposed)
            throw TapeErrors.Disposed(operation, Origin);
        if (CurrentThread.Number != _thread)
            throw ScalarErrors.OfAnotherThread(operation, Origin, _thread);
    }

    // Usually the newest; a tape that is disposed out of turn is taken out of the middle.
    private void Unlink()
    {
        if (_current == this)
        {
            _current = Below;
        }
        else
        {
            ScalarTape<T>? above = _current;
            while (above is not null && above.Below != this)
                above = above.Below;
            above?.Below = Below;
        }

        Below = null;
    }
}
