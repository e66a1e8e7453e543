using System;

namespace AutoDiff;

// The wording of errors about steps that are recorded once and replayed.
internal static class ReplayErrors
{
    public static TapeException Inside(string operation, string origin) => new(
        $"{operation}: a step is being recorded, to be replayed, on the tape made at {origin}; it only computes. Return the loss; "
            + "Replay.Backward differentiates it, and the replay keeps the tape.");

    public static TapeException ValueAfterRun(string operation, int index) => new(
        $"{operation}: variable #{index} is gone: it was computed after a run of a replay, and the next run forgot it. Compute it in the step, or copy it out with ToArray.");

    public static ArgumentException NoResult() => new("Replay: the step returned no variable: `default` is on no tape; need a result of the tape that the step was given.");

    public static ArgumentException NotObservable(string name, Type type, Type element) => new(
        $"Replay: observed {name} holds {type.Name}, which no operation takes on a tape of {element.Name}; need Observed<int> for indices or Observed<{element.Name}> for data.");

    public static ObjectDisposedException Disposed() => new("Replay", "Replay: it is disposed; make a new one.");

    public static TapeException Nested() => new("Replay: the step runs its own replay; let the step only compute, and run the replay outside of it.");
}
