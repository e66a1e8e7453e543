using System.IO;

namespace AutoDiff.Layers;

/// <summary>
/// A file of named arrays is damaged, or does not hold what the model or optimiser needs. Nothing was changed by the refused
/// reading. The message names the file, the entry and the numbers, and says what to do.
/// </summary>
/// <param name="message">What went wrong, who took part, and the cure.</param>
/// <param name="cause">The error underneath, if any.</param>
public sealed class TensorFileException(string message, System.Exception? cause = null) : IOException(message, cause);
