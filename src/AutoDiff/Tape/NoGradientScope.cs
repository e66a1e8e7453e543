using System.Numerics;

namespace AutoDiff;

/// <summary>While it lives, operations on the tape compute but are not differentiated, after a reset too. Made by <see cref="Tape{T}.NoGradient"/>; dispose it to end.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct NoGradientScope<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly bool _before;

    internal NoGradientScope(Tape<T> tape)
    {
        _tape = tape;
        _before = tape.Recording;
        tape.Recording = false;
    }

    /// <summary>Ends the scope: recording is as it was before.</summary>
    public void Dispose() => _tape.Recording = _before;
}
