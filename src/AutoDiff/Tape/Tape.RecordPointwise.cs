using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff;

public sealed partial class Tape<T>
{
    // The short way of a pointwise operation on one or two arrays of one shape: there is no shape rule to ask. Of one input, `b` is `a`.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Variable<T> RecordPointwise<TPrimitive>(TPrimitive primitive, int a, int b, int inputCount)
        where TPrimitive : struct, IPrimitive<T>
    {
        Reserve(inputCount);
        _inputs[_inputCount] = a;
        if (inputCount == 2)
            _inputs[_inputCount + 1] = b;
        ref Entry<T> first = ref _entries[a];
        ref Entry<T> second = ref _entries[b];
        if (inputCount == 2 && !first.Shape.Same(in second.Shape))
            return Record(primitive, 2);
        EntryFlags flags = first.Flags | second.Flags;
        if ((flags & EntryFlags.Deferred) != 0)
            EvaluateInputs(inputCount);
        flags = EntryFlags.Uniform | (TPrimitive.StopsGradients ? Inherited(flags) & ~EntryFlags.Gradients : Inherited(flags));
        ref Entry<T> entry = ref _entries[_count];
        entry.FirstInput = _inputCount;
        entry.InputCount = inputCount;
        entry.Shape = first.Shape;
        int bytes = Store(primitive, ref entry), length = first.Shape.Count;
        PrimitiveDispatcher<T, TPrimitive> dispatcher = PrimitiveDispatcher<T, TPrimitive>.Instance;
        SetDispatcher(ref entry, dispatcher);
        if (_deferring || (flags & EntryFlags.Sketched) != 0)
        {
            entry.Flags = EntryFlags.Deferred | (flags & (EntryFlags.Sketched | EntryFlags.Uniform));
        }
        else
        {
            Block result = Room(length);
            entry.Value = result;
            entry.Flags = flags | Ownership;
            dispatcher.Map(_arena, first.Value, inputCount == 2 ? second.Value : Block.None, result, length, accumulate: false);
        }

        return Commit(inputCount, bytes);
    }
}
