using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Shows where the gradient of a recurrent model goes: how much of each loss reaches each earlier state, layer and gate, how fast it fades or
/// grows, and what a truncation would cut off.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The model's state.</typeparam>
/// <remarks>
/// <para>A report leaves parameters, gradients, optimisers and carried states as they are: training goes on, bit for bit, as if none had been made.
/// Random numbers that the sequence draws are the sequence's own: one that draws the same for a step each time, as <see cref="LanguageSequence{T, TState}"/>
/// does, is not disturbed.</para>
/// <para>How: the states of all steps are computed and kept as numbers; then each step is run once more, last step first, on a tape of
/// its own, and the gradients of the followed losses are pulled back through it one by one. Cells that the library unrolls run step by step
/// meanwhile, so that the gradient of a state counts all its uses, the loss of its own step included.</para>
/// <para>Cost: two runs of the sequence, and for each step one product with the transposed Jacobian for each followed loss on its way, two for the sum of all losses and the
/// growth, and one with the parameters for each window whose bias is measured. Memory: the numbers of all states, one state for each followed loss,
/// one step's tape, and the parameters once for each window.</para>
/// </remarks>
/// <example><code>
/// using GradientFlow&lt;float, LstmState&lt;float&gt;&gt; flow = new();
/// if (step % 100 == 0)
///     Console.WriteLine(flow.Measure(sequence, carried).ToText());
/// </code></example>
public sealed class GradientFlow<T, TState> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly FlowOptions _options;
    private readonly Tape<T> _tape = new();

    /// <summary>Makes a meter.</summary>
    /// <param name="options">What to look at; null for what is usual.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public GradientFlow(FlowOptions? options = null)
    {
        _options = options ?? new FlowOptions();
        _options.Check();
    }

    /// <summary>Measures the flow of a sequence's gradients.</summary>
    /// <param name="sequence">The model and its data.</param>
    /// <param name="carried">The state to start from, which is only read; null for the initial state.</param>
    /// <returns>The report. If a state or a loss is not finite, it covers the steps before and says which was the first.</returns>
    /// <exception cref="ArgumentException">
    /// The sequence counts no target, returns no scalar loss for a step with targets, has losses that read outputs of steps before their own, or its network
    /// reads from both ends.
    /// </exception>
    /// <exception cref="TapeException">This is disposed.</exception>
    public FlowReport Measure(ISequence<T, TState> sequence, CarriedState<T, TState>? carried = null)
    {
        CheckOneDirection();
        if (sequence.TargetCount(0, sequence.Steps) < 1)
            throw new ArgumentException("GradientFlow: the sequence counts no target; need at least one loss.");
        for (int step = 0; step < sequence.Steps; step++)
        {
            int read = sequence.TargetCount(step, step + 1) > 0 ? sequence.FirstStepRead(step, step + 1) : step;
            if (read < step)
                throw new ArgumentException(
                    $"GradientFlow: the loss of step {step} reads outputs from step {read} on; "
                        + "need losses that look at their own step, so that steps can be told apart.");
        }

        try
        {
            StatePath<T, TState> path = new(_tape, sequence, carried);
            FlowSweep<T, TState> sweep = new(_tape, sequence, path, carried is null || carried.IsEmpty, _options);
            return sweep.Run();
        }
        finally
        {
            _tape.Reset();
        }
    }

    /// <summary>
    /// The norm of <c>dh[to]/dh[from]</c>: how much a small change of the state before step <paramref name="from"/> can be multiplied by the time step
    /// <paramref name="to"/> begins.
    /// </summary>
    /// <param name="sequence">The model and its data.</param>
    /// <param name="from">The step before which the state is changed.</param>
    /// <param name="to">The step before which the change is looked at, after <paramref name="from"/>; the number of steps for the last state.</param>
    /// <param name="carried">The state to start from, which is only read; null for the initial state.</param>
    /// <returns>The estimate of the largest singular value and of the spectral radius, over all parts, layers and rows together.</returns>
    /// <exception cref="ArgumentException">The steps are not in order or not in the sequence, or its network reads from both ends.</exception>
    /// <remarks>
    /// Power iteration with <c>J</c> (forward mode) and its transpose (reverse mode); each iteration runs the steps between once more. Memory: the tape of
    /// those steps, with tangents.
    /// </remarks>
    public Transition MeasureTransition(ISequence<T, TState> sequence, int from, int to, CarriedState<T, TState>? carried = null)
    {
        CheckOneDirection();
        if (from < 0 || to <= from || to > sequence.Steps)
            throw new ArgumentException($"GradientFlow.MeasureTransition: from step {from} to step {to} of {sequence.Steps}; need 0 <= from < to <= {sequence.Steps}.");
        try
        {
            StatePath<T, TState> path = new(_tape, sequence, carried, to);
            TransitionMap<T, TState> map = new(_tape, () =>
            {
                _tape.Reset();
                TState before = path.Enter(from);
                sequence.Run(_tape, in before, new Segment(from, to, to), out TState after);
                return (before, after);
            });
            return map.Measure(from, to, _options.PowerIterations, new Random(_options.Seed));
        }
        finally
        {
            _tape.Reset();
        }
    }

    /// <summary>Gives the tape's memory back.</summary>
    public void Dispose() => _tape.Dispose();

    private static void CheckOneDirection()
    {
        if (!TState.CanCarry)
            throw new ArgumentException(
                $"GradientFlow: a {RnnErrors.NameOf(typeof(TState))} is of a network that reads its sequence from both ends: run step by step, the "
                    + "backward direction would see one step alone. Need a network of one direction; of this one, each direction by itself.");
    }
}
