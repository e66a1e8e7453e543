using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Stacked cells over given inputs, with a loss at every step: the shortest way to a sequence for <see cref="TruncatedBackprop{T, TState}"/> and
/// <see cref="GradientFlow{T, TState}"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of one layer.</typeparam>
/// <example>A loss at the last step alone:<code>
/// UnrolledSequence&lt;float, LstmState&lt;float&gt;&gt; sequence = new(stack, inputs, new Shape(steps, batch, features), (output, _) =&gt;
///     Losses.SquaredError(readout.Forward(output), output.Tape.Constant(targets, new Shape(batch, 1)), LossReduction.Sum), step =&gt; step == steps - 1 ? batch : 0);
/// </code></example>
public sealed class UnrolledSequence<T, TState> : ISequence<T, StackState<T, TState>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly RecurrentStack<T, TState> _stack;
    private readonly ReadOnlyMemory<T> _inputs;
    private readonly Shape _shape;
    private readonly Func<Variable<T>, int, Variable<T>> _loss;
    private readonly Func<int, int> _targets;

    /// <summary>Puts a sequence together.</summary>
    /// <param name="stack">The cells; a single cell is a stack of one.</param>
    /// <param name="inputs">The inputs, time first.</param>
    /// <param name="shape">Their shape <c>[time, batch, inputs]</c>.</param>
    /// <param name="loss">
    /// The summed loss of a step, a scalar, from the highest layer's output <c>[batch, outputs]</c> and the step's number. It is asked only for steps that
    /// count targets.
    /// </param>
    /// <param name="targets">How many targets a step counts, from its number; null for one for each row of every step.</param>
    /// <exception cref="ArgumentException">The inputs do not fill the shape, or the shape is not <c>[time, batch, inputs]</c> with at least one step.</exception>
    public UnrolledSequence(RecurrentStack<T, TState> stack, ReadOnlyMemory<T> inputs, Shape shape, Func<Variable<T>, int, Variable<T>> loss, Func<int, int>? targets = null)
    {
        if (shape.Rank != 3 || shape[2] != stack.InputSize)
            throw RnnErrors.InputShape(nameof(UnrolledSequence<,>), shape, stack.InputSize);
        if (shape[0] == 0)
            throw RnnErrors.NoSteps(nameof(UnrolledSequence<,>));
        if (inputs.Length != shape.Count)
            throw new ArgumentException($"UnrolledSequence: the inputs do not fill the shape: {shape} has {shape.Count} elements, {inputs.Length} were given; need as many.");
        _stack = stack;
        _inputs = inputs;
        _shape = shape;
        _loss = loss;
        _targets = targets ?? (_ => shape[1]);
    }

    /// <inheritdoc/>
    public int Steps => _shape[0];

    /// <inheritdoc/>
    public StackState<T, TState> InitialState(Tape<T> tape) => _stack.InitialState(tape, _shape[1]);

    /// <inheritdoc/>
    public int TargetCount(int from, int end)
    {
        int count = 0;
        for (int step = from; step < end; step++)
            count += _targets(step);
        return count;
    }

    /// <inheritdoc/>
    public Variable<T> Run(Tape<T> tape, in StackState<T, TState> state, Segment segment, out StackState<T, TState> next)
    {
        int step = _shape[1] * _shape[2];
        Variable<T> inputs = tape.Constant(_inputs.Span.Slice(segment.Start * step, segment.Steps * step), new Shape(segment.Steps, _shape[1], _shape[2]));
        Variable<T> outputs = _stack.Unroll(inputs, in state, out next), sum = default;
        for (int t = segment.FirstLoss; t < segment.End; t++)
        {
            if (_targets(t) == 0)
                continue;
            Variable<T> loss = _loss(Ops.Select(outputs, 0, t - segment.Start), t);
            sum = sum == default ? loss : sum + loss;
        }

        return sum;
    }
}
