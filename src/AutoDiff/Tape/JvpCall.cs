using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>One application of an operation's forward rule: the inputs' tangents come in, contributions to the result's tangent go out.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct JvpCall<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _entry;

    internal JvpCall(Tape<T> tape, int entry)
    {
        Tape = tape;
        _entry = entry;
    }

    /// <summary>The tape, for rules that need constants.</summary>
    public Tape<T> Tape { get; }

    /// <summary>How many inputs there are.</summary>
    public int InputCount => Tape.EntryAt(_entry).InputCount;

    /// <summary>The result <c>y</c>.</summary>
    public Variable<T> Output => Tape.HandleOf(_entry);

    /// <summary>The inputs that the operation was applied to.</summary>
    /// <param name="input">Which input, from 0.</param>
    public Variable<T> Input(int input) => Tape.HandleOf(Tape.AskedInputOf(_entry, input));

    /// <summary>The shape of an input.</summary>
    /// <param name="input">Which input, from 0.</param>
    public ref readonly Shape InputShape(int input) => ref Tape.EntryAt(Tape.AskedInputOf(_entry, input)).Shape;

    /// <summary>Whether an input has a tangent; if not, it stands still.</summary>
    /// <param name="input">Which input, from 0.</param>
    public bool Moves(int input) => Tape.TangentOf(Tape.AskedInputOf(_entry, input)) >= 0;

    /// <summary>The tangent <c>xDot</c> of an input that moves, of its shape.</summary>
    /// <param name="input">Which input, from 0.</param>
    /// <exception cref="ArgumentException">The input stands still.</exception>
    public Variable<T> Tangent(int input)
    {
        int tangent = Tape.TangentOf(Tape.AskedInputOf(_entry, input));
        if (tangent < 0)
            throw TapeErrors.StandsStill(Tape.NameOf(_entry), input);
        return Tape.HandleOf(tangent);
    }

    /// <summary>Adds to the result's tangent. The contribution has the result's shape, or one that broadcasts to it.</summary>
    /// <param name="contribution">What to add.</param>
    public void Add(Variable<T> contribution) => Tape.Contribute(_entry, -1, -1, contribution);

    /// <summary>The whole numbers kept with <see cref="Tape{T}.Keep"/>.</summary>
    /// <param name="indices">What <c>Keep</c> returned.</param>
    public ReadOnlySpan<int> Read(Indices indices) => Tape.Read(indices);
}
