namespace AutoDiff.Rnn;

/// <summary>What a window does to the gradient of the followed losses: measured, over the parameters whose gradient comes from earlier steps at all.</summary>
/// <param name="Window">The most steps that a loss is followed back through, its own included.</param>
/// <param name="Relative">The length of what is missing, as a part of the whole gradient's length.</param>
/// <param name="Cosine">The cosine of the angle between the window's gradient and the whole: negative where the window's points uphill.</param>
public readonly record struct WindowBias(int Window, double Relative, double Cosine);
