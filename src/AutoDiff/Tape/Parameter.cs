using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;

namespace AutoDiff;

/// <summary>
/// A trainable array that outlives tapes: it owns its numbers and its gradient. A tape reads the numbers where they are
/// (<see cref="Tape{T}.Use"/>) and <see cref="Tape{T}.Backward(Variable{T})"/> adds into the gradient.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed partial class Parameter<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _values;
    private T[]? _gradient;
    private string _writtenFile = "";
    private int _writtenLine;
    private int _version;
    private int _claimed;

    /// <summary>Makes a parameter of zeros.</summary>
    /// <param name="name">What errors, files and reports call it.</param>
    /// <param name="shape">The lengths of its axes.</param>
    public Parameter(string name, Shape shape)
    {
        Name = name;
        Shape = shape;
        Original = this;
        _values = Allocate(shape.Count, out int start);
        Start = start;
    }

    /// <summary>Makes a parameter with the given numbers, which are copied.</summary>
    /// <param name="name">What errors, files and reports call it.</param>
    /// <param name="shape">The lengths of its axes.</param>
    /// <param name="values">The numbers, row-major.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public Parameter(string name, Shape shape, ReadOnlySpan<T> values)
        : this(name, shape)
    {
        if (values.Length != shape.Count)
            TapeErrors.WrongLength(nameof(Parameter<>), shape, values.Length);
        values.CopyTo(_values.AsSpan(Start, shape.Count));
    }

    /// <summary>What errors, files and reports call it.</summary>
    public string Name { get; }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers, row-major.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(Start, Shape.Count);

    /// <summary>
    /// Whether <see cref="Gradient"/> holds anything. False after <see cref="ClearGradient"/>, which costs nothing:
    /// the next backward pass overwrites instead of adding to zeros.
    /// </summary>
    public bool HasGradient { get; internal set; }

    /// <summary>
    /// The sum of the gradients since the last <see cref="ClearGradient"/>, row-major; empty where <see cref="HasGradient"/> is false. A gradient
    /// that is kept in rows (<see cref="HasRowGradient"/>) is written out in full at the first reading.
    /// </summary>
    public ReadOnlySpan<T> Gradient
    {
        get
        {
            WriteRows();
            return FullGradient;
        }
    }

    /// <summary>How often the numbers were written: a tape that has read them refuses to differentiate after they changed.</summary>
    public int Version => Original._version;

    internal T[] Array => _values;

    internal int Start { get; }

    internal T[] GradientArray => _gradient ??= Allocate(Shape.Count, out _);

    internal int GradientStart => Storage.SlabPool<T>.FirstAligned(GradientArray);

    // Where the numbers were written last.
    internal string WrittenAt => TapeErrors.Place(Original._writtenFile, Original._writtenLine);

    /// <summary>The numbers, to be written. Tapes that have read the old ones refuse a later backward pass, and say where they were written.</summary>
    /// <param name="file">Filled in by the compiler: where they are written, for error messages.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public Span<T> Write([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Original._version++;
        (Original._writtenFile, Original._writtenLine) = (file, line);
        return _values.AsSpan(Start, Shape.Count);
    }

    /// <summary>The gradient, to be changed in place, as clipping does; empty where <see cref="HasGradient"/> is false.</summary>
    public Span<T> WriteGradient()
    {
        LeaveRows();
        return FullGradient;
    }

    /// <summary>Forgets the gradient.</summary>
    public void ClearGradient() => HasGradient = HasRowGradient = false;

    /// <summary>Name and shape.</summary>
    public override string ToString() => $"{Name} {Shape}";

    private Span<T> FullGradient => HasGradient ? _gradient.AsSpan(GradientStart, Shape.Count) : [];

    // Two tapes must not add into one gradient at the same time: the first takes the claim, the second is told.
    internal bool TryClaim() => Interlocked.CompareExchange(ref _claimed, 1, 0) == 0;

    internal void Unclaim() => Volatile.Write(ref _claimed, 0);

    private static unsafe T[] Allocate(int count, out int start)
    {
        T[] array = GC.AllocateArray<T>(count + (Storage.Arena<T>.LineBytes / sizeof(T)), pinned: true);
        start = Storage.SlabPool<T>.FirstAligned(array);
        return array;
    }
}
