using System;

namespace AutoDiff;

/// <summary>
/// A tape, or a value on it, was used outside its life: after a reset or disposal, on another tape, from another thread,
/// or for a derivative that does not exist. The message names the value, the tape and both places, and says what to do.
/// </summary>
/// <param name="message">What went wrong, who took part, and the cure.</param>
public sealed class TapeException(string message) : InvalidOperationException(message);
