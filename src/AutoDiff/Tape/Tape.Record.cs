using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff;

// The choke point: every operation, ours or a user's, comes onto the tape through Record or View.
public sealed partial class Tape<T>
{
    private readonly List<object> _boxes = [];
    private byte[] _attributes = new byte[256];
    private int _attributeBytes;

    /// <summary>Applies an operation to one input and records it.</summary>
    /// <typeparam name="TPrimitive">The operation.</typeparam>
    /// <param name="primitive">The operation with its attributes.</param>
    /// <param name="x">The input.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The shape rule refuses the input.</exception>
    /// <exception cref="TapeException">The input is not on this tape, or the tape is disposed or another thread's.</exception>
    public Variable<T> Apply<TPrimitive>(TPrimitive primitive, Variable<T> x)
        where TPrimitive : struct, IPrimitive<T>
    {
        Enter(TPrimitive.Name);
        int input = Own(x, TPrimitive.Name);
        if (TPrimitive.IsPointwise)
            return RecordPointwise(primitive, input, input, 1);
        Reserve(1);
        _inputs[_inputCount] = input;
        return Record(primitive, 1);
    }

    /// <summary>Applies an operation to two inputs and records it.</summary>
    /// <typeparam name="TPrimitive">The operation.</typeparam>
    /// <param name="primitive">The operation with its attributes.</param>
    /// <param name="a">The first input.</param>
    /// <param name="b">The second input.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The shape rule refuses the inputs.</exception>
    /// <exception cref="TapeException">An input is not on this tape, or the tape is disposed or another thread's.</exception>
    public Variable<T> Apply<TPrimitive>(TPrimitive primitive, Variable<T> a, Variable<T> b)
        where TPrimitive : struct, IPrimitive<T>
    {
        Enter(TPrimitive.Name);
        int first = Own(a, TPrimitive.Name), second = Own(b, TPrimitive.Name);
        if (TPrimitive.IsPointwise)
            return RecordPointwise(primitive, first, second, 2);
        Reserve(2);
        _inputs[_inputCount] = first;
        _inputs[_inputCount + 1] = second;
        return Record(primitive, 2);
    }

    /// <summary>Applies an operation to any number of inputs and records it.</summary>
    /// <typeparam name="TPrimitive">The operation.</typeparam>
    /// <param name="primitive">The operation with its attributes.</param>
    /// <param name="inputs">The inputs.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The shape rule refuses the inputs.</exception>
    /// <exception cref="TapeException">An input is not on this tape, or the tape is disposed or another thread's.</exception>
    public Variable<T> Apply<TPrimitive>(TPrimitive primitive, params ReadOnlySpan<Variable<T>> inputs)
        where TPrimitive : struct, IPrimitive<T>
    {
        Enter(TPrimitive.Name);
        Reserve(inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
            _inputs[_inputCount + i] = Own(inputs[i], TPrimitive.Name);
        return TPrimitive.IsPointwise && inputs.Length is 1 or 2
            ? RecordPointwise(primitive, _inputs[_inputCount], _inputs[_inputCount + inputs.Length - 1], inputs.Length)
            : Record(primitive, inputs.Length);
    }

    /// <summary>Looks at a run of an input's elements in another shape, at no cost, and records it.</summary>
    /// <typeparam name="TView">The operation.</typeparam>
    /// <param name="view">The operation with its attributes.</param>
    /// <param name="x">The input.</param>
    /// <returns>The view.</returns>
    /// <exception cref="ArgumentException">The shape rule refuses the input, or the run is not one of its elements.</exception>
    /// <exception cref="TapeException">The input is not on this tape, or the tape is disposed or another thread's.</exception>
    public Variable<T> View<TView>(TView view, Variable<T> x)
        where TView : struct, IView<T>
    {
        Enter(TView.Name);
        Reserve(1);
        int input = Own(x, TView.Name);
        _inputs[_inputCount] = input;
        EntryFlags sketched = _entries[input].Flags & EntryFlags.Sketched;
        if (_entries[input].Is(EntryFlags.Deferred) && sketched == 0)
            Evaluate(input);

        int index = _count;
        ref Entry<T> entry = ref _entries[index];
        entry.FirstInput = _inputCount;
        entry.InputCount = 1;
        SetDispatcher(ref entry, ViewDispatcher<T, TView>.Instance);
        int offset = 0, thread = BeginApplying();
        try
        {
            Operands<T> operands = new(this, index);
            entry.Shape = view.ShapeOf(in operands);
            offset = view.Offset(in operands);
        }
        finally
        {
            EndApplying(thread);
        }

        if (offset < 0 || entry.Shape.Count > _entries[input].Shape.Count - offset)
            TapeErrors.ViewOutside(TView.Name, _entries[input].Shape, offset, entry.Shape);
        entry.Value = _entries[input].Value.Skip(offset);
        int bytes = Store(view, ref entry);
        entry.Flags = EntryFlags.View | (sketched == 0 ? EntryFlags.None : EntryFlags.Deferred | sketched) | (Recording
            && !TView.StopsGradients ? _entries[input].Flags & EntryFlags.Gradients : EntryFlags.None);
        return Commit(1, bytes);
    }

    // An operation's fields, as they were when it was applied.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TOperation Attributes<TOperation>(int attributes)
        where TOperation : struct
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TOperation>())
            return (TOperation)_boxes[attributes - _boxBase];
        if (IsPacked<TOperation>())
            return Unsafe.As<int, TOperation>(ref attributes);
        return Unsafe.ReadUnaligned<TOperation>(ref _attributes[attributes - _attributeBase]);
    }

    // What an operation saved stands behind its result.
    internal Span<T> SavedAt(int index)
    {
        ref Entry<T> entry = ref _entries[index];
        return entry.Is(EntryFlags.Active) ? _arena.Span(entry.Value.Skip(Arena<T>.Padded(entry.Shape.Count)), entry.Dispatcher!.SavedLength(this, index)) : default;
    }

    // Computes an operation that was put off.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Evaluate(int index)
    {
        ref Entry<T> entry = ref _entries[index];
        Debug.Assert(entry.Is(EntryFlags.Deferred), "only a rule's operations are put off");
        _hasScratch = true;
        entry.Value = Recycler.Take(entry.Shape.Count);
        entry.Flags = (entry.Flags & ~EntryFlags.Deferred) | EntryFlags.Scratch;
        _pass?.Program?.Evaluate(entry.Dispatcher!, index, entry.Value, entry.Shape.Count);
        entry.Dispatcher!.Forward(this, index, ValuesAt(index), accumulate: false);
    }

    // Not inlined: each operation has one such method, and the callers' frames stay small.
    // The inputs stand past the end of the input list; nothing is committed before all has succeeded, so that an
    // operation that is refused leaves no trace.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Variable<T> Record<TPrimitive>(TPrimitive primitive, int inputCount)
        where TPrimitive : struct, IPrimitive<T>
    {
        EntryFlags flags = TPrimitive.StopsGradients ? InheritedFlags(inputCount) & ~EntryFlags.Gradients : InheritedFlags(inputCount);
        int index = _count;
        ref Entry<T> entry = ref _entries[index];
        entry.FirstInput = _inputCount;
        entry.InputCount = inputCount;
        SetDispatcher(ref entry, PrimitiveDispatcher<T, TPrimitive>.Instance);
        int bytes = 0, thread = BeginApplying();
        try
        {
            entry.Shape = primitive.ShapeOf(new Operands<T>(this, index));
            bytes = Store(primitive, ref entry);
            if (_deferring || (flags & EntryFlags.Sketched) != 0)
            {
                entry.Flags = EntryFlags.Deferred | (flags & EntryFlags.Sketched);
            }
            else
            {
                int saved = (flags & EntryFlags.Active) != 0 ? TPrimitive.SavedLength(new Operands<T>(this, index)) : 0;
                if (saved < 0)
                    TapeErrors.NegativeSaved(TPrimitive.Name, saved);
                entry.Value = Room(saved == 0 ? entry.Shape.Count : Arena<T>.Together(entry.Shape.Count, saved));
                entry.Flags = flags | Ownership;
                Compute(primitive, index);
            }
        }
        finally
        {
            EndApplying(thread);
        }

        return Commit(inputCount, bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Compute<TPrimitive>(TPrimitive primitive, int index)
        where TPrimitive : struct, IPrimitive<T> => primitive.Forward(new ForwardCall<T>(this, index, ValuesAt(index), accumulate: false));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Variable<T> Commit(int inputCount, int bytes)
    {
        _inputCount += inputCount;
        if (bytes != 0)
            _attributeBytes += bytes;
        return new Variable<T>(this, _count++ + _base, _generation);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private EntryFlags InheritedFlags(int inputCount)
    {
        ReadOnlySpan<int> inputs = _inputs.AsSpan(_inputCount, inputCount);
        EntryFlags any = EntryFlags.None;
        foreach (int input in inputs)
            any |= _entries[input].Flags;
        if ((any & EntryFlags.Deferred) != 0)
            EvaluateInputs(inputCount);
        return Inherited(any);
    }

    // What of its inputs' flags an operation takes over.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private EntryFlags Inherited(EntryFlags flags) => flags & (Recording ? EntryFlags.Gradients | EntryFlags.Sketched : EntryFlags.Sketched);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EvaluateInputs(int inputCount)
    {
        for (int i = 0; i < inputCount; i++)
        {
            int input = _inputs[_inputCount + i];
            if (_entries[input].Is(EntryFlags.Deferred) && !_entries[input].Is(EntryFlags.Sketched))
                Evaluate(input);
        }
    }

    // Keeps the operation's fields and says how many bytes they took of the store.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Store<TOperation>(TOperation operation, ref Entry<T> entry)
        where TOperation : struct
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TOperation>())
        {
            entry.Attributes = _boxes.Count + _boxBase;
            _boxes.Add(operation);
            return 0;
        }

        if (IsPacked<TOperation>())
        {
            // Read in the width it was written: a wider load would wait for the store.
            entry.Attributes = Unsafe.SizeOf<TOperation>() == sizeof(byte) ? Unsafe.As<TOperation, byte>(ref operation) : Unsafe.As<TOperation, int>(ref operation);
            return 0;
        }

        int bytes = Unsafe.SizeOf<TOperation>();
        if (_attributeBytes + bytes > _attributes.Length)
            Array.Resize(ref _attributes, Math.Max(2 * _attributes.Length, _attributeBytes + bytes));
        entry.Attributes = _attributeBytes + _attributeBase;
        Unsafe.WriteUnaligned(ref _attributes[_attributeBytes], operation);
        return bytes;
    }

    // Whether an operation's fields fit into the entry itself. One without fields takes a byte.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPacked<TOperation>()
        where TOperation : struct => Unsafe.SizeOf<TOperation>() is sizeof(byte) or sizeof(int);

    // Steps repeat, so most entries hold the right reference already, and not writing it saves the collector's barrier.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetDispatcher(ref Entry<T> entry, Dispatcher<T> dispatcher)
    {
        if (!ReferenceEquals(entry.Dispatcher, dispatcher))
            entry.Dispatcher = dispatcher;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int inputCount)
    {
        if (_count == _entries.Length || _inputCount + inputCount > _inputs.Length)
            Grow(inputCount);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int inputCount)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, 2 * _count);
        if (_inputCount + inputCount > _inputs.Length)
            Array.Resize(ref _inputs, Math.Max(2 * _inputs.Length, _inputCount + inputCount));
    }
}
