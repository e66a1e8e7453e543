using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoDiff;

// Derivatives of what is recorded.
public sealed partial class ScalarTape<T>
{
    /// <summary>The derivative of one number with respect to one other.</summary>
    /// <param name="root">What is differentiated.</param>
    /// <param name="wrt">A variable, or a number with an entry of its own: of an operation on two numbers, or through <see cref="Record(Scalar{T})"/>.</param>
    /// <returns>The derivative; zero where the root does not depend on <paramref name="wrt"/>.</returns>
    /// <exception cref="TapeException">
    /// One of the two is a constant, has no entry of its own or is not on this tape; the tape is disposed, or belongs to another thread.
    /// </exception>
    public T Gradient(Scalar<T> root, Scalar<T> wrt)
    {
        T result = default;
        Gradient(root, [wrt], new Span<T>(ref result));
        return result;
    }

    /// <summary>The gradient of a number, in one sweep.</summary>
    /// <param name="root">What is differentiated.</param>
    /// <param name="wrt">Variables, or numbers with entries of their own: of operations on two numbers, or through <see cref="Record(Scalar{T})"/>.</param>
    /// <returns>A derivative for each of <paramref name="wrt"/>; zero where the root does not depend on it.</returns>
    /// <exception cref="TapeException">A number is a constant, has no entry of its own or is not on this tape; the tape is disposed, or belongs to another thread.</exception>
    public T[] Gradient(Scalar<T> root, params ReadOnlySpan<Scalar<T>> wrt)
    {
        T[] gradient = new T[wrt.Length];
        Gradient(root, wrt, gradient);
        return gradient;
    }

    /// <summary>The gradient of a number, in one sweep, into memory of the caller's.</summary>
    /// <param name="root">What is differentiated.</param>
    /// <param name="wrt">Variables, or numbers with entries of their own: of operations on two numbers, or through <see cref="Record(Scalar{T})"/>.</param>
    /// <param name="gradient">Where the derivatives go, one for each of <paramref name="wrt"/>.</param>
    /// <exception cref="ArgumentException">There are not as many derivatives as numbers.</exception>
    /// <exception cref="TapeException">A number is a constant, has no entry of its own or is not on this tape; the tape is disposed, or belongs to another thread.</exception>
    public void Gradient(Scalar<T> root, ReadOnlySpan<Scalar<T>> wrt, Span<T> gradient) => Vjp([root], [T.One], wrt, gradient);

    /// <summary>The vector-Jacobian product <c>sum_i cotangents[i] · d roots[i] / d wrt</c>, in one sweep.</summary>
    /// <param name="roots">What is differentiated; constants among them contribute nothing.</param>
    /// <param name="cotangents">One for each root.</param>
    /// <param name="wrt">Variables, or numbers with entries of their own: of operations on two numbers, or through <see cref="Record(Scalar{T})"/>.</param>
    /// <param name="product">Where the product goes, one number for each of <paramref name="wrt"/>.</param>
    /// <exception cref="ArgumentException">Counts do not fit.</exception>
    /// <exception cref="TapeException">
    /// There is no root; all roots, or one of <paramref name="wrt"/>, are constants; one of <paramref name="wrt"/> has no entry of its own; a number is not on this tape; the tape
    /// is disposed, or belongs to another thread.
    /// </exception>
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
        int last = Last(roots);
        if (last == 0)
            throw roots.IsEmpty ? ScalarErrors.NoRoot(operation) : ScalarErrors.Constant(operation, FormattableString.Invariant($"{roots[0].Value}"));
        RequireVariables(operation, wrt);
        Span<T> adjoints = Adjoints(last + 1);
        for (int i = 0; i < roots.Length; i++)
            adjoints[roots[i].Entry] += cotangents[i] * roots[i].Slope;
        Sweep(last);
        for (int i = 0; i < wrt.Length; i++)
            product[i] = wrt[i].Entry <= last ? adjoints[wrt[i].Entry] : T.Zero;
    }

    /// <summary>The Jacobian <c>d roots[i] / d wrt[j]</c>: in <c>float</c> and <c>double</c> one sweep for several roots, otherwise one for each.</summary>
    /// <param name="roots">What is differentiated; the rows of constants among them are zero.</param>
    /// <param name="wrt">Variables, or numbers with entries of their own: of operations on two numbers, or through <see cref="Record(Scalar{T})"/>.</param>
    /// <param name="jacobian">Where the derivatives go: for each root, one for each of <paramref name="wrt"/>.</param>
    /// <exception cref="ArgumentException">There are not as many derivatives as pairs of numbers.</exception>
    /// <exception cref="TapeException">
    /// One of <paramref name="wrt"/> is a constant or has no entry of its own; a number is not on this tape; the tape is disposed, or belongs to another thread.
    /// </exception>
    public void Jacobian(ReadOnlySpan<Scalar<T>> roots, ReadOnlySpan<Scalar<T>> wrt, Span<T> jacobian)
    {
        RequireOwn(nameof(Jacobian));
        if (jacobian.Length != (long)roots.Length * wrt.Length)
            throw ScalarErrors.Counts(
                nameof(Jacobian),
                "pairs of a root and a number to differentiate with respect to",
                roots.Length * wrt.Length,
                "places for derivatives",
                jacobian.Length);
        Last(roots);
        RequireVariables(nameof(Jacobian), wrt);
        int lanes = Vector256<T>.IsSupported && Vector256.IsHardwareAccelerated ? Vector256<T>.Count : 1;
        for (int first = 0; first < roots.Length; first += lanes)
        {
            ReadOnlySpan<Scalar<T>> some = roots.Slice(first, Math.Min(lanes, roots.Length - first));
            int last = Last(some), width = some.Length == 1 ? 1 : lanes;
            Span<T> adjoints = Adjoints(checked((last + 1) * width));
            for (int i = 0; i < some.Length; i++)
            {
                if (!some[i].IsConstant)
                    adjoints[(some[i].Entry * width) + i] = some[i].Slope;
            }

            if (width == 1)
                Sweep(last);
            else
                SweepLanes(last);
            for (int i = 0; i < some.Length; i++)
            {
                Span<T> row = jacobian.Slice((first + i) * wrt.Length, wrt.Length);
                for (int j = 0; j < wrt.Length; j++)
                    row[j] = wrt[j].Entry <= last ? adjoints[(wrt[j].Entry * width) + i] : T.Zero;
            }
        }
    }

    // The newest of the roots, 0 if all are constants.
    private int Last(ReadOnlySpan<Scalar<T>> roots)
    {
        int last = 0;
        foreach (Scalar<T> root in roots)
        {
            if (!root.IsConstant && !Owns(root.Place))
                throw ScalarErrors.Foreign(this, root.Place);
            last = Math.Max(last, root.Entry);
        }

        return last;
    }

    private void RequireVariables(string operation, ReadOnlySpan<Scalar<T>> wrt)
    {
        foreach (Scalar<T> variable in wrt)
        {
            if (variable.IsConstant)
                throw ScalarErrors.Constant(operation, FormattableString.Invariant($"{variable.Value}"));
            if (!Owns(variable.Place))
                throw ScalarErrors.Foreign(this, variable.Place);
            if (!ScalarPlace.HasEntry(variable.Place))
                throw ScalarErrors.NoEntry(operation, FormattableString.Invariant($"{variable.Value}"), variable.Entry);
        }
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
        const uint Mask = ScalarPlace.MaxCount - 1;
        ref ScalarEntry<T> entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref T adjoints = ref MemoryMarshal.GetArrayDataReference(_adjoints);
        for (int i = last; i > 0; i--)
        {
            T adjoint = Unsafe.Add(ref adjoints, (uint)i);
            ref ScalarEntry<T> entry = ref Unsafe.Add(ref entries, (uint)i);
            ulong places = entry.Places;
            if (places == 0 || Negligible.Is(adjoint))
                continue;
            uint second = (uint)(places >> ScalarPlace.Bits) & Mask, distance = (uint)(places >> (2 * ScalarPlace.Bits));
            Unsafe.Add(ref adjoints, (uint)places & Mask) += entry.FirstSlope * adjoint;
            Unsafe.Add(ref adjoints, second) += entry.SecondSlope * adjoint;
            if (distance != 0)
                Unsafe.Add(ref adjoints, (uint)i - distance) += adjoint;
        }
    }

    // The same for as many roots as a register has lanes: the adjoints of an entry stand side by side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void SweepLanes(int last)
    {
        const uint Mask = ScalarPlace.MaxCount - 1;
        Vector256<T> least = Vector256.Create(typeof(T) == typeof(double) ? T.CreateChecked(Negligible.LeastDouble) : T.CreateChecked(Negligible.LeastSingle));
        ref ScalarEntry<T> entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref Vector256<T> adjoints = ref Unsafe.As<T, Vector256<T>>(ref MemoryMarshal.GetArrayDataReference(_adjoints));
        for (int i = last; i > 0; i--)
        {
            Vector256<T> adjoint = Unsafe.Add(ref adjoints, (uint)i);
            ref ScalarEntry<T> entry = ref Unsafe.Add(ref entries, (uint)i);
            ulong places = entry.Places;
            if (places == 0)
                continue;
            Vector256<T> negligible = Vector256.LessThan(Vector256.Abs(adjoint), least);
            if (Vector256.EqualsAll(negligible.AsByte(), Vector256<byte>.AllBitsSet))
                continue;
            uint second = (uint)(places >> ScalarPlace.Bits) & Mask, distance = (uint)(places >> (2 * ScalarPlace.Bits));
            Unsafe.Add(ref adjoints, (uint)places & Mask) += Vector256.AndNot(Vector256.Create(entry.FirstSlope) * adjoint, negligible);
            Unsafe.Add(ref adjoints, second) += Vector256.AndNot(Vector256.Create(entry.SecondSlope) * adjoint, negligible);
            if (distance != 0)
                Unsafe.Add(ref adjoints, (uint)i - distance) += Vector256.AndNot(adjoint, negligible);
        }
    }
}
