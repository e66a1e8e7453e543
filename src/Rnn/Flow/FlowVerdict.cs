namespace AutoDiff.Rnn;

/// <summary>Something that a report found wrong.</summary>
/// <param name="Condition">What it is.</param>
/// <param name="Step">The step at which it begins, from 0: going forward for numbers that are not finite, else going back from the loss.</param>
/// <param name="Finding">What was found, with its numbers.</param>
/// <param name="Cure">What helps.</param>
public sealed record FlowVerdict(FlowCondition Condition, int Step, string Finding, string Cure);
