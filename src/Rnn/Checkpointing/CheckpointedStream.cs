using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// Full backpropagation through a stream whose length shows only when it ends, in constant memory: states are kept as
/// <see cref="OnlineCheckpoints"/> says, and what lies between them is run again on the way back.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The model's state.</typeparam>
/// <remarks>
/// A run that stops midway goes on from a file: <see cref="SaveState"/>. The weights are the same all the way, so that they may be saved once.
/// Where the sequence draws random masks, save the position that its <see cref="RandomStream"/> had at the stream's beginning too.
/// </remarks>
/// <example><code>
/// using CheckpointedStream&lt;float, LstmState&lt;float&gt;&gt; stream = new(sequence, slots: 32, blockLength: 64);
/// while (source.TryRead()) // the sequence grows
///     stream.AdvanceTo(sequence.Steps);
/// double loss = stream.Backward();
/// </code></example>
public sealed class CheckpointedStream<T, TState> : IBlocks<T, TState>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly ISequence<T, TState> _sequence;
    private readonly int _blockLength;
    private readonly Tape<T> _tape = new();
    private readonly BlockSolver<T, TState> _solver;
    private OnlineCheckpoints _checkpoints;
    private readonly Dictionary<int, CarriedState<T, TState>> _states = [];
    private readonly Stack<CarriedState<T, TState>> _free = new();
    private CarriedState<T, TState> _reached = new();
    private double _loss;

    /// <summary>Makes the stream's beginning.</summary>
    /// <param name="sequence">The model and its data. Its steps are asked for as they are needed, so it may grow.</param>
    /// <param name="slots">How many states are kept, 2 or more.</param>
    /// <param name="blockLength">Steps in a block, 1 or more: blocks are run and followed back whole.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 slots, or no step in a block; or the network reads from both ends.</exception>
    public CheckpointedStream(ISequence<T, TState> sequence, int slots, int blockLength = 1)
    {
        if (!TState.CanCarry)
            throw PackedErrors.NotCarried(nameof(CheckpointedStream<,>), typeof(TState));
        if (blockLength < 1)
            throw new ArgumentException($"CheckpointedStream: blocks of {blockLength} steps; need 1 or more.");
        _sequence = sequence;
        _blockLength = blockLength;
        _checkpoints = new OnlineCheckpoints(slots);
        _solver = new BlockSolver<T, TState>(_tape);
    }

    /// <summary>How many steps have been run, or belong to blocks that are not full yet.</summary>
    public int Steps { get; private set; }

    /// <summary>How many states are kept now.</summary>
    public int StatesKept => _states.Count;

    T IBlocks<T, TState>.Scale => T.One;

    /// <summary>Runs the stream forward; nothing is recorded. Blocks are run when they are full.</summary>
    /// <param name="steps">Up to which step, as many as the sequence has at most.</param>
    /// <exception cref="ArgumentException">
    /// The sequence has not so many steps, or has come further already; or a loss reads outputs from before its block.
    /// </exception>
    /// <remarks>Whatever is thrown, by the sequence too, the stream may be advanced again: what has not been run is run then.</remarks>
    public void AdvanceTo(int steps)
    {
        if (steps < Steps || steps > _sequence.Steps)
            throw new ArgumentException(
                $"CheckpointedStream.AdvanceTo: step {steps}; need {Steps}, where the stream is, to {_sequence.Steps}, where the sequence ends for now.");
        Steps = steps;
        while ((_checkpoints.Steps + 1) * _blockLength <= steps)
            RunBlock();
    }

    /// <summary>Adds the gradient of the sum of all losses up to now into the parameters, and begins anew.</summary>
    /// <returns>The sum of the losses.</returns>
    /// <remarks>What the sequence throws on the way back ends it: gradients of the later blocks have been added by then, and the stream begins anew.</remarks>
    /// <exception cref="ArgumentException">No step has been run, no target counts, or a loss reads outputs from before its block.</exception>
    public double Backward()
    {
        if (Steps == 0)
            throw RnnErrors.NoSteps("CheckpointedStream.Backward");
        if (_sequence.TargetCount(0, Steps) < 1)
            throw new ArgumentException($"CheckpointedStream.Backward: the {Steps} steps count no target; need at least one loss.");
        while (_checkpoints.Steps * _blockLength < Steps)
            RunBlock();
        _loss = 0;
        try
        {
            _solver.Begin();
            for (int gap = _checkpoints.Kept.Count - 1; gap >= 0; gap--)
            {
                int first = _checkpoints.Kept[gap];
                _solver.Follow(this, first == 0 ? null : _states[first], first, _checkpoints.GapPlan(gap));
            }

            return _loss;
        }
        finally
        {
            BeginAnew();
        }
    }

    /// <summary>
    /// Puts what the stream keeps into a file: how far it has come and the states, but neither weights nor gradients. Nothing is added unless everything can be.
    /// </summary>
    /// <param name="file">The file's content.</param>
    /// <param name="prefix">What the entries' names begin with, and no others', as in <c>stream.reached.0</c>.</param>
    /// <exception cref="ArgumentException">The file has an entry of such a name already.</exception>
    /// <exception cref="NotSupportedException">Files do not hold the element type.</exception>
    public void SaveState(TensorFile file, string prefix = "stream")
    {
        TensorFile all = new();
        int parts = StateEntries.Add(all, $"{prefix}.reached", _reached);
        foreach ((int block, CarriedState<T, TState> state) in _states)
            StateEntries.Add(all, $"{prefix}.state.{block}", state);
        all.Add<long>($"{prefix}.counts", new Shape(5), [Steps, _checkpoints.Steps, parts, _checkpoints.Slots, _blockLength]);
        file.Add(all);
    }

    /// <summary>
    /// Takes back what <see cref="SaveState"/> has put into a file: the stream stands where that one stood. Nothing changes unless everything is there.
    /// </summary>
    /// <param name="file">The file's content.</param>
    /// <param name="prefix">What the entries' names begin with.</param>
    /// <exception cref="TensorFileException">An entry is missing or unexpected, or a count is impossible.</exception>
    /// <exception cref="ArgumentException">
    /// The stream that was saved had other slots or blocks, or states of other shapes than the sequence's, the sequence has fewer steps than that had come, or an
    /// entry is of another element type.
    /// </exception>
    public void LoadState(TensorFile file, string prefix = "stream")
    {
        const string Operation = "CheckpointedStream.LoadState";
        ReadOnlySpan<long> counts = StateEntries.Entry(Operation, file, $"{prefix}.counts").Values<long>();
        Check(Operation, counts, $"{prefix}.counts");
        Shape[] shapes = counts[1] == 0 ? [] : ShapesOfStates();
        if (counts[2] != shapes.Length)
            throw new ArgumentException(
                $"{Operation}: the states that were saved have {counts[2]} parts, those of the sequence {shapes.Length}; need the same. Is it another model?");
        List<(Shape, T[])> reached = PartsOf($"{prefix}.reached");
        OnlineCheckpoints checkpoints = After((int)counts[1]);
        (int Block, List<(Shape, T[])> Parts)[] states = [.. checkpoints.Kept.Where(block => block > 0).Select(block => (block, PartsOf($"{prefix}.state.{block}")))];
        StateEntries.RequireNoOthers(Operation, file, prefix, 1 + ((1L + states.Length) * shapes.Length));
        Take((int)counts[0], checkpoints, reached, states);

        List<(Shape, T[])> PartsOf(string name)
        {
            List<(Shape Shape, T[])> parts = StateEntries.Parts<T>(Operation, file, name, shapes.Length);
            for (int part = 0; part < shapes.Length; part++)
            {
                if (parts[part].Shape != shapes[part])
                    throw new ArgumentException(
                        $"{Operation}: {name}.{part} is {parts[part].Shape}, in a state of the sequence {shapes[part]}; need the same. "
                            + "Is it another model, or another batch?");
            }

            return parts;
        }
    }

    /// <summary>Gives the tapes' memory back.</summary>
    public void Dispose()
    {
        _solver.Dispose();
        _tape.Dispose();
    }

    Segment IBlocks<T, TState>.BlockAt(int index)
    {
        int from = index * _blockLength, end = Math.Min(from + _blockLength, Steps);
        return new Segment(from, _sequence.TargetCount(from, end) > 0 ? from : end, end);
    }

    TState IBlocks<T, TState>.Enter(Tape<T> tape) => _sequence.InitialState(tape);

    Variable<T> IBlocks<T, TState>.Run(Tape<T> tape, in TState state, Segment segment, out TState next)
    {
        Variable<T> loss = _sequence.Run(tape, in state, segment, out next);
        if (segment.FirstLoss == segment.End)
            return default;
        if (loss == default || loss.Shape.Count != 1)
            throw RnnErrors.NotALoss(
                nameof(CheckpointedStream<,>), _sequence, segment, loss, _sequence.TargetCount(segment.FirstLoss, segment.End));
        _loss += double.CreateChecked(loss.Item());
        return loss;
    }

    private void BeginAnew()
    {
        foreach (CarriedState<T, TState> state in _states.Values)
            _free.Push(state);
        _states.Clear();
        _checkpoints.Clear();
        _reached.Clear();
        Steps = 0;
    }

    // Counts as they are saved: steps, the blocks that have been run, the parts of a state, slots, and steps in a block.
    private void Check(string operation, ReadOnlySpan<long> counts, string name)
    {
        if (counts.Length != 5 || counts[0] is < 0 or > int.MaxValue || counts[4] < 1 || counts[1] < 0 || counts[1] > counts[0] / counts[4]
            || counts[2] < 0 || (counts[1] == 0 && counts[2] > 0))
            throw new TensorFileException(
                $"{operation}: impossible counts in {name}: {string.Join(", ", counts.ToArray())}; "
                    + "need five: steps, no more blocks than fit into them, parts of a state, slots, and a block's steps. The file is damaged.");
        if (counts[3] != _checkpoints.Slots || counts[4] != _blockLength)
            throw new ArgumentException(
                $"{operation}: the stream was saved with {counts[3]} slots and blocks of {counts[4]}, this one has {_checkpoints.Slots} and "
                    + $"blocks of {_blockLength}; need the same.");
        if (counts[0] > _sequence.Steps)
            throw new ArgumentException(
                $"{operation}: the stream had come {counts[0]} steps far, the sequence has {_sequence.Steps}; "
                    + "need the sequence that was read, or one that goes on from it.");
    }

    // In constant memory a state is always as large as the first.
    private Shape[] ShapesOfStates()
    {
        _tape.Reset();
        using NoGradientScope<T> values = _tape.NoGradient();
        TState state = _sequence.InitialState(_tape);
        Shape[] shapes = new Shape[state.PartCount];
        for (int part = 0; part < shapes.Length; part++)
            shapes[part] = state[part].Shape;
        return shapes;
    }

    // Which states are kept follows from how many blocks there were.
    private OnlineCheckpoints After(int blocks)
    {
        OnlineCheckpoints checkpoints = new(_checkpoints.Slots);
        while (checkpoints.Steps < blocks)
            checkpoints.Next(static _ => { });
        return checkpoints;
    }

    // Stands where another stream stood.
    private void Take(int steps, OnlineCheckpoints checkpoints, List<(Shape, T[])> reached, (int Block, List<(Shape, T[])> Parts)[] states)
    {
        BeginAnew();
        _checkpoints = checkpoints;
        foreach ((int block, List<(Shape, T[])> parts) in states)
        {
            CarriedState<T, TState> state = new();
            state.Take(parts);
            _states.Add(block, state);
        }

        if (checkpoints.Steps > 0)
            _reached.Take(reached);
        Steps = steps;
    }

    // The state before the first block is the sequence's own and takes its slot without numbers.
    private void RunBlock()
    {
        int block = _checkpoints.Steps;
        Segment steps = ((IBlocks<T, TState>)this).BlockAt(block);
        if (BlockErrors.ReachesBack(_sequence, steps, out int read))
            throw BlockErrors.OutsideBlock(
                nameof(CheckpointedStream<,>), steps, read, $"blocks of {_blockLength}", "longer blocks, or a loss that looks at its own step");
        _tape.Reset();
        TState state = block == 0 ? _sequence.InitialState(_tape) : _reached.Restore(_tape);
        using NoGradientScope<T> forward = _tape.NoGradient();
        _sequence.Run(_tape, in state, steps with { FirstLoss = steps.End }, out TState next);

        CarriedState<T, TState> reached = _free.TryPop(out CarriedState<T, TState>? free) ? free : new CarriedState<T, TState>();
        reached.Save(next);

        // From here on nothing is the sequence's, which may throw, or leave its state on another tape.
        if (_checkpoints.Next(LetGo) && block > 0)
            _states.Add(block, _reached);
        else
            _free.Push(_reached);
        _reached = reached;
    }

    private void LetGo(int block)
    {
        if (_states.Remove(block, out CarriedState<T, TState>? state))
            _free.Push(state);
    }
}
