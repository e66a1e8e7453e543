using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

/// <summary>One application of an operation's reverse rule: <c>yBar</c> comes in, contributions to the inputs' cotangents go out.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct VjpCall<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _entry;
    private readonly int _cotangent;

    internal VjpCall(Tape<T> tape, int entry, int cotangent)
    {
        Tape = tape;
        _entry = entry;
        _cotangent = cotangent;
    }

    /// <summary>The tape, for rules that need constants.</summary>
    public Tape<T> Tape { get; }

    /// <summary>How many inputs there are.</summary>
    public int InputCount => Tape.EntryAt(_entry).InputCount;

    /// <summary>The result <c>y</c>.</summary>
    public Variable<T> Output => Tape.HandleOf(_entry);

    /// <summary>The cotangent <c>yBar</c> of the result, of its shape.</summary>
    public Variable<T> Cotangent => Tape.HandleOf(_cotangent);

    /// <summary>The inputs that the operation was applied to.</summary>
    /// <param name="input">Which input, from 0.</param>
    public Variable<T> Input(int input) => Tape.HandleOf(Tape.AskedInputOf(_entry, input));

    /// <summary>The shape of an input.</summary>
    /// <param name="input">Which input, from 0.</param>
    public ref readonly Shape InputShape(int input) => ref Tape.EntryAt(Tape.AskedInputOf(_entry, input)).Shape;

    /// <summary>Whether a contribution to this input leads anywhere; if not, computing it would be waste.</summary>
    /// <param name="input">Which input, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Wants(int input) => Tape.Leads(Tape.AskedInputOf(_entry, input));

    /// <summary>
    /// Adds to the cotangent of an input. The contribution has the input's shape, or one that the input broadcasts to:
    /// the sweep sums over the stretched axes. A contribution that is not wanted is ignored.
    /// </summary>
    /// <param name="input">Which input, from 0.</param>
    /// <param name="contribution">What to add.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int input, Variable<T> contribution) => Tape.Contribute(_entry, input, Tape.AskedInputOf(_entry, input), contribution);

    /// <summary>What the operation saved, as many elements as <see cref="IPrimitive{T}.SavedLength"/> says.</summary>
    /// <exception cref="TapeException">The rule is recorded, or run for one example of a batch: then it must be written with operations.</exception>
    public ReadOnlySpan<T> Saved
    {
        get
        {
            RequirePlain(nameof(Saved));
            Tape.Pass.NoteRead();
            return Tape.SavedAt(_entry);
        }
    }

    /// <summary>
    /// Whether the rule may compute into <see cref="Open"/>ed cotangents: the gradient is not recorded, and no input that wants a gradient stands in two places.
    /// Otherwise it must be written with operations.
    /// </summary>
    public bool MayOpen
    {
        get
        {
            if (Tape.OfOperations)
                return false;
            for (int input = 1; input < InputCount; input++)
            {
                for (int before = 0; before < input; before++)
                {
                    if (Tape.InputOf(_entry, before) == Tape.InputOf(_entry, input) && Wants(input))
                        return false;
                }
            }

            return true;
        }
    }

    /// <summary>
    /// The memory where an input's cotangent is added up, for a rule that computes those of several inputs in one pass. The rule must write every
    /// element of what it opens. Only where <see cref="MayOpen"/> holds.
    /// </summary>
    /// <param name="input">Which input, from 0.</param>
    /// <param name="accumulate">Whether to add to what is there; if not, the contents are undefined.</param>
    /// <returns>The elements, row-major; empty where the input wants no gradient.</returns>
    /// <exception cref="TapeException">The rule is recorded, or run for one example of a batch: then it must be written with operations.</exception>
    public Span<T> Open(int input, out bool accumulate)
    {
        RequirePlain(nameof(Open));
        accumulate = false;
        return Wants(input) ? Tape.Pass.OpenCotangent(Tape.AskedInputOf(_entry, input), out accumulate) : default;
    }

    /// <summary>
    /// Adds to some rows of the cotangent of an input, along its first axis. Where these are a parameter's, and nothing but rows is added to
    /// it, its gradient stays in rows (<see cref="Parameter{T}.HasRowGradient"/>) and the contribution itself is never computed.
    /// </summary>
    /// <param name="input">Which input, from 0.</param>
    /// <param name="contribution">
    /// What to add, of the input's shape: the result of an operation, applied in this rule, that adds row <c>i</c> of its first input to row <c>rows[i]</c> of
    /// zeros.
    /// </param>
    /// <param name="rows">The rows, kept with <see cref="Tape{T}.Keep"/>; one may come often.</param>
    /// <exception cref="ArgumentException">The input is a scalar or has no such row, or there is not one row to add for each.</exception>
    public void AddRows(int input, Variable<T> contribution, Indices rows) => Tape.ContributeRows(_entry, input, Tape.AskedInputOf(_entry, input), contribution, rows);

    /// <summary>The whole numbers kept with <see cref="Tape{T}.Keep"/>.</summary>
    /// <param name="indices">What <c>Keep</c> returned.</param>
    public ReadOnlySpan<int> Read(Indices indices) => Tape.Read(indices);

    private void RequirePlain(string what)
    {
        if (Tape.OfOperations)
            throw TapeErrors.RuleIsRecorded(Tape.NameOf(_entry), what);
    }
}
