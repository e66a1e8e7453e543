using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>A block that was run with recording, on a tape that is given or on one of its own, and waits to be followed back.</summary>
internal sealed class BlockRecord<T, TState>(Tape<T>? given) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly BoundaryState<T, TState> _boundary = new();
    private Variable<T>[] _roots = [];
    private Variable<T>[] _cotangents = [];
    private Variable<T> _loss;
    private TState _next;
    private bool _hasBoundary;

    public Tape<T> Tape { get; } = given ?? new Tape<T>();

    // The state after the block.
    public ref readonly TState Next => ref _next;

    // Runs a block from the numbers of a state, or from the beginning of all.
    public void Run(IBlocks<T, TState> blocks, Segment block, StateNumbers<T, TState>? start)
    {
        Tape.Reset();
        _hasBoundary = start is not null;
        TState state = start is { } numbers ? _boundary.Enter(Tape, in numbers) : blocks.Enter(Tape);
        _loss = blocks.Run(Tape, in state, block, out _next);
    }

    // Adds the gradients of the block's losses and of what comes after it, given with respect to the state after it, into the parameters;
    // leaves that with respect to the state before it.
    public void Backward(T scale, StateGradient<T> gradient)
    {
        int count = 0;
        if (_roots.Length <= _next.PartCount)
            (_roots, _cotangents) = (new Variable<T>[_next.PartCount + 1], new Variable<T>[_next.PartCount + 1]);
        for (int i = 0; i < _next.PartCount; i++)
        {
            if (gradient.Has(i) && _next[i].IsActive)
                Add(_next[i], Tape.Constant(gradient[i], _next[i].Shape), ref count);
        }

        if (_loss != default)
            Add(_loss, Tape.Fill(scale, _loss.Shape), ref count);
        if (count > 0)
            Tape.Backward(_roots.AsSpan(0, count), _cotangents.AsSpan(0, count));
        gradient.Clear();
        for (int i = 0; _hasBoundary && i < _boundary.PartCount; i++)
            gradient.Set(i, _boundary.Gradient(i));
        Tape.Reset();
    }

    public void Dispose()
    {
        if (given is null)
            Tape.Dispose();
    }

    private void Add(Variable<T> root, Variable<T> cotangent, ref int count)
    {
        _roots[count] = root;
        _cotangents[count++] = cotangent;
    }
}
