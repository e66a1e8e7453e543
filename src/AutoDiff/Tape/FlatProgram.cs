using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;
using AutoDiff.Storage;

namespace AutoDiff;

// Kernels with the addresses that they work on, one after the other: what is left of recording and sweeping a step once nothing is decided any more.
// The operations themselves stay on the tape, where they find their attributes and inputs.
internal sealed class FlatProgram<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<Opened> _opened = [];
    private Instruction[] _instructions = new Instruction[64];
    private int _count;

    // Of the rule being run: where what it opened begins, and what it did besides.
    private int _firstOpened;
    private bool _reads;
    private bool _evaluates;
    private int _nextOpened;

    private enum Kind
    {
        Compute,
        Map,
        Add,
        Seed,
        SumTo,
        Clear,
        AddRows,
        LeaveRows,
        Rule,
    }

    // Whether the program does the same as what it was made from, whatever the numbers are: not where a rule has looked at some.
    public bool IsFlat { get; private set; } = true;

    public int Count => _count;

    // An operation on the tape, into its own memory or a gradient's.
    public void Compute(Dispatcher<T> operation, int entry, Block target, int length, bool accumulate) =>
        Append(new Instruction { Kind = Kind.Compute, Operation = operation, Entry = entry, Target = target, Length = length, Accumulate = accumulate });

    public void Evaluate(Dispatcher<T> operation, int entry, Block target, int length)
    {
        _evaluates = true;
        Compute(operation, entry, target, length, accumulate: false);
    }

    // A pointwise operation on arrays of one length.
    public void Map(Dispatcher<T> operation, Block a, Block b, Block target, int length, bool accumulate) =>
        Append(new Instruction { Kind = Kind.Map, Operation = operation, A = a, B = b, Target = target, Length = length, Accumulate = accumulate });

    public void Add(Block source, Block target, int length, bool accumulate) =>
        Append(new Instruction { Kind = Kind.Add, A = source, Target = target, Length = length, Accumulate = accumulate });

    public void Seed(Block target, bool accumulate) => Append(new Instruction { Kind = Kind.Seed, Target = target, Length = 1, Accumulate = accumulate });

    // A value summed to the shape of an entry.
    public void SumTo(int value, int entry, Block target, bool accumulate) =>
        Append(new Instruction { Kind = Kind.SumTo, Entry = value, Other = entry, Target = target, Accumulate = accumulate });

    public void Clear(Block target, int length) => Append(new Instruction { Kind = Kind.Clear, Target = target, Length = length });

    public void AddRows(int parameter, Indices rows, int value) => Append(new Instruction { Kind = Kind.AddRows, Other = parameter, Rows = rows, Entry = value });

    public void LeaveRows(int parameter) => Append(new Instruction { Kind = Kind.LeaveRows, Other = parameter });

    public void BeginRule()
    {
        _firstOpened = _opened.Count;
        _reads = _evaluates = false;
    }

    public void Open(Block target, int length, bool accumulate) => _opened.Add(new Opened(target, length, accumulate));

    // Numbers, or an object that may look at some, were read.
    public void NoteRead() => _reads = true;

    // A rule that writes into what it opened is run as it is; any other has said with operations what it does.
    public void EndRule(int index, int spent, int contributions)
    {
        if (_opened.Count == _firstOpened)
            IsFlat &= !_reads;
        else if (contributions > 0 || _evaluates)
            IsFlat = false;
        else
            Append(new Instruction { Kind = Kind.Rule, Entry = index, Other = spent, Length = _firstOpened });
    }

    // What a rule that is run again opens, in its order.
    public Span<T> NextOpened(Tape<T> tape, out bool accumulate)
    {
        Opened opened = _opened[_nextOpened++];
        accumulate = opened.Accumulate;
        return tape.Arena.Span(opened.Target, opened.Length);
    }

    public void Run(Tape<T> tape)
    {
        Arena<T> arena = tape.Arena;
        foreach (ref readonly Instruction step in _instructions.AsSpan(0, _count))
        {
            switch (step.Kind)
            {
                case Kind.Compute:
                    step.Operation!.Forward(tape, step.Entry, arena.Span(step.Target, step.Length), step.Accumulate);
                    break;
                case Kind.Map:
                    step.Operation!.Map(arena, step.A, step.B, step.Target, step.Length, step.Accumulate);
                    break;
                case Kind.Add:
                    Elementwise.Map<T, IdentityFunction<T>>(arena.Span(step.A, step.Length), arena.Span(step.Target, step.Length), step.Accumulate);
                    break;
                default:
                    RunOther(tape, in step);
                    break;
            }
        }
    }

    private void RunOther(Tape<T> tape, in Instruction step)
    {
        Span<T> target = step.Target.IsNone ? default : tape.Arena.Span(step.Target, step.Length);
        switch (step.Kind)
        {
            case Kind.Seed:
                target[0] = step.Accumulate ? target[0] + T.One : T.One;
                break;
            case Kind.SumTo:
                Shape from = tape.EntryAt(step.Entry).Shape, to = tape.EntryAt(step.Other).Shape;
                Reduction.SumTo<T>(in from, tape.ValuesAt(step.Entry), in to, tape.Arena.Span(step.Target, to.Count), step.Accumulate);
                break;
            case Kind.Clear:
                target.Clear();
                break;
            case Kind.AddRows:
                tape.UsedParameters[step.Other].Parameter.AddRows(tape.Read(step.Rows), tape.ValuesAt(step.Entry));
                break;
            case Kind.LeaveRows:
                tape.UsedParameters[step.Other].Parameter.LeaveRows();
                break;
            case Kind.Rule:
                _nextOpened = step.Length;
                TapeMark before = tape.Mark;
                tape.RunVjp(step.Entry, step.Other, deferring: true);
                tape.Truncate(in before);
                break;
        }
    }

    private void Append(Instruction instruction)
    {
        if (_count == _instructions.Length)
            Array.Resize(ref _instructions, 2 * _count);
        _instructions[_count++] = instruction;
    }

    private struct Instruction
    {
        public Kind Kind;
        public bool Accumulate;
        public int Length;
        public int Entry;
        public int Other;
        public Indices Rows;
        public Dispatcher<T>? Operation;
        public Block A, B, Target;
    }

    private readonly record struct Opened(Block Target, int Length, bool Accumulate);
}
