using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// A step whose graph does not change, recorded and then replayed: forward and backward run over the list of what was recorded, with the numbers observed
/// now and the parameters' present ones. The program's function is not called again, and results have the same bits as if it were.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// <para>The step is ordinary code on a tape. What changes from run to run it takes from <see cref="Observed{TValue}"/> places, whose spans it gives to operations,
/// and from parameters. It is replayed once two recordings in a row agree in everything else: operations, shapes, attributes, constants. Until
/// then, and whenever observed counts are new, the function is run and recorded; <see cref="Recordings"/> counts that and <see cref="Obstacle"/> says why.
/// A few graphs are kept, one for each choice of counts, such as that of a last, smaller batch.</para>
/// <para>Never replayed, so that nothing is silently wrong, are steps that look at numbers that change (<see cref="Variable{T}.Values"/>, <c>Item</c>, sorting), that draw random
/// numbers (a dropout's key differs from recording to recording), that take a first-order gradient inside, or hold a checkpoint. They are recorded each time.
/// What two recordings cannot show - a branch taken later, by the program's own data - is not noticed: let <see cref="CompareNext"/> look again from time to
/// time.</para>
/// <para>The replay owns its tapes; the variable that a run returns, and those that the step kept, hold the run's numbers until the next run. What is computed
/// from them is forgotten then. A replayed run allocates nothing. What it saves is bookkeeping: steps of small arrays gain most, large matrix products
/// nothing.</para>
/// </remarks>
/// <example><code>
/// Observed&lt;int&gt; words = new("words"), targets = new("targets");
/// using Replay&lt;float&gt; step = new(tape =&gt; model.Loss(tape, words.Values, targets.Values), words, targets);
/// foreach (Batch batch in batches)
/// {
///     words.Set(batch.Words);
///     targets.Set(batch.Targets);
///     model.ClearGradients();
///     float loss = step.Backward().Item();
///     optimizer.Step();
/// }
/// </code></example>
public sealed class Replay<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Each keeps a tape: enough for the batches of an epoch and its last one, of training and of validation.
    private const int MostGraphs = 4;

    private readonly Func<Tape<T>, Variable<T>> _step;
    private readonly Observed[] _observed;

    // The last used stands last.
    private readonly List<StepRecording<T>> _recordings = [];
    private Tape<T>? _spare;
    private ReplayObstacle _obstacle = new(ReplayObstacleKind.First);
    private bool _compares;
    private bool _isRunning;
    private bool _isDisposed;

    /// <summary>Makes a replay; nothing is run yet.</summary>
    /// <param name="step">
    /// Records the step on the tape that it is given and returns its result, such as a loss. It only computes: it must not reset or differentiate the tape.
    /// </param>
    /// <param name="observed">What changes from run to run besides parameters.</param>
    /// <exception cref="ArgumentException">Something observed has another element type than <see cref="int"/> and the tape's.</exception>
    public Replay(Func<Tape<T>, Variable<T>> step, params ReadOnlySpan<Observed> observed)
    {
        ArgumentNullException.ThrowIfNull(step);
        foreach (Observed one in observed)
        {
            if (one is not (Observed<int> or Observed<T>))
                throw ReplayErrors.NotObservable(one.Name, one.GetType().GenericTypeArguments[0], typeof(T));
        }

        (_step, _observed) = (step, observed.ToArray());
    }

    /// <summary>How often the step was run by its function, and recorded.</summary>
    public long Recordings { get; private set; }

    /// <summary>How often it was replayed.</summary>
    public long Replays { get; private set; }

    /// <summary>Why the last run was recorded; null where it was replayed.</summary>
    public string? Obstacle => _obstacle.Kind == ReplayObstacleKind.None ? null : _obstacle.ToString();

    /// <summary>Lets the next run be recorded, and compared with what has been replayed: where they differ, that shows as <see cref="Obstacle"/>, and the new one counts.</summary>
    public void CompareNext() => _compares = true;

    /// <summary>Runs the step forward.</summary>
    /// <returns>Its result.</returns>
    /// <exception cref="ArgumentException">An operation refuses what is observed; nothing has changed then.</exception>
    /// <exception cref="ObjectDisposedException">The replay is disposed.</exception>
    /// <exception cref="TapeException">Another thread made the recording, or the step does what it must not.</exception>
    public Variable<T> Forward() => Run(backward: false);

    /// <summary>Runs the step forward, and adds the gradient of its result into the parameters, as <see cref="Tape{T}.Backward(Variable{T})"/> does.</summary>
    /// <returns>Its result.</returns>
    /// <exception cref="ArgumentException">An operation refuses what is observed, and nothing has changed; or the result is not a scalar.</exception>
    /// <exception cref="ObjectDisposedException">The replay is disposed.</exception>
    /// <exception cref="TapeException">As for <see cref="Forward"/> and <see cref="Tape{T}.Backward(Variable{T})"/>.</exception>
    public Variable<T> Backward() => Run(backward: true);

    /// <summary>Makes the calling thread the replay's, as after an <c>await</c> that went on elsewhere. The other thread must be done with it.</summary>
    public void Adopt()
    {
        foreach (StepRecording<T> recording in _recordings)
            recording.Tape.Adopt();
    }

    /// <summary>Gives the memory back; results are refused from now on.</summary>
    /// <exception cref="TapeException">A run is going on.</exception>
    public void Dispose()
    {
        RefuseWhileRunning();
        _isDisposed = true;
        foreach (StepRecording<T> recording in _recordings)
            recording.Tape.Dispose();
        _recordings.Clear();
        _spare?.Dispose();
        _spare = null;
    }

    private Variable<T> Run(bool backward)
    {
        if (_isDisposed)
            throw ReplayErrors.Disposed();
        RefuseWhileRunning();
        _isRunning = true;
        try
        {
            StepRecording<T> recording = Current() ?? Record();
            if (backward)
                recording.Backward();
            return recording.Root;
        }
        finally
        {
            _isRunning = false;
        }
    }

    private void RefuseWhileRunning()
    {
        if (_isRunning)
            throw ReplayErrors.Nested();
    }

    // The recording with what is observed now, if there is one that stands for it.
    private StepRecording<T>? Current()
    {
        int at = _recordings.FindIndex(recording => recording.Fits());
        if (at < 0 || _compares || !_recordings[at].IsAgreed || _recordings[at].HasFailed || !_recordings[at].IsStanding)
            return null;
        StepRecording<T> recording = _recordings[at];
        recording.Forward();
        if (at < _recordings.Count - 1)
        {
            _recordings.RemoveAt(at);
            _recordings.Add(recording);
        }

        Replays++;
        _obstacle = default;
        return recording;
    }

    // Runs the function. One that agrees with the recording before, with the same counts, is replayed from the next run on.
    private StepRecording<T> Record()
    {
        int at = _recordings.FindIndex(recording => recording.Fits());
        StepRecording<T>? before = at < 0 ? null : _recordings[at];
        before?.Tape.Enter(nameof(Replay<>));
        Tape<T> tape = _spare ?? new Tape<T>();
        _spare = tape;
        StepRecording<T> recording = new(tape, _step, _observed);
        Recordings++;
        _spare = null;
        Compare(before, recording);
        if (before is not null)
            _recordings.RemoveAt(at);
        else if (_recordings.Count == MostGraphs)
            before = LeastUsed();
        _recordings.Add(recording);
        _compares = false;
        if (recording.IsAgreed)
            before?.Tape.Dispose();
        else
            _spare = before?.Tape;
        return recording;
    }

    // Makes room for another graph.
    private StepRecording<T> LeastUsed()
    {
        StepRecording<T> oldest = _recordings[0];
        _recordings.RemoveAt(0);
        return oldest;
    }

    private void Compare(StepRecording<T>? before, StepRecording<T> recording)
    {
        _obstacle = recording.Obstacle;
        if (_obstacle.Kind != ReplayObstacleKind.None)
            return;
        if (before is null)
        {
            bool areCountsNew = Recordings > 1 && _observed.Length > 0 && !_recordings.Exists(other => other.HasCounts());
            _obstacle = !areCountsNew ? new(ReplayObstacleKind.First) : new(ReplayObstacleKind.Counts, _observed[0].Name, _observed[0].Count);
            return;
        }

        _obstacle = !before.IsStanding ? new(ReplayObstacleKind.TapeChanged)
            : before.Obstacle.Kind != ReplayObstacleKind.None ? new(ReplayObstacleKind.First)
            : StepComparison.Of(before, recording);
        if (_obstacle.Kind != ReplayObstacleKind.None)
            return;
        recording.Agree();
        _obstacle = before.HasFailed ? new(ReplayObstacleKind.Failed) : before.IsAgreed ? new(ReplayObstacleKind.Asked) : new(ReplayObstacleKind.First);
    }
}
