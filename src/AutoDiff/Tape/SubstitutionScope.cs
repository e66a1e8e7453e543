using System.Numerics;

namespace AutoDiff;

/// <summary>While it lives, a variable stands for a parameter. Made by <see cref="Tape{T}.Substitute"/>; dispose it to end.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct SubstitutionScope<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly Parameter<T> _parameter;
    private readonly Variable<T>? _before;

    internal SubstitutionScope(Tape<T> tape, Parameter<T> parameter, Variable<T>? before)
    {
        _tape = tape;
        _parameter = parameter;
        _before = before;
    }

    /// <summary>Ends the scope: the parameter is what it was before.</summary>
    public void Dispose() => _tape.EndSubstitution(_parameter, _before);
}
