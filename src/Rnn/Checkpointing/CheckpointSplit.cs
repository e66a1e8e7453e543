namespace AutoDiff.Rnn;

/// <summary>
/// How a stretch of a sequence is cut in two: the later part is run and followed back first, then the earlier part is run again from the
/// state before it.
/// </summary>
/// <param name="Advance">How many steps are run before something is kept, 1 or more.</param>
/// <param name="KeepsRecord">Whether everything that the last of these steps computed is kept, so that it need not be run again; else the state after it.</param>
public readonly record struct CheckpointSplit(int Advance, bool KeepsRecord);
