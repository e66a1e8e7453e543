using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Layers;

/// <summary>A named array in a <see cref="TensorFile"/>.</summary>
public sealed class TensorEntry
{
    internal TensorEntry(string name, Shape shape, TensorElement element, Array data)
    {
        Name = name;
        Shape = shape;
        Element = element;
        Data = data;
    }

    /// <summary>The name, unique in the file.</summary>
    public string Name { get; }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public TensorElement Element { get; }

    internal Array Data { get; }

    /// <summary>The elements, row-major, as they are in the file.</summary>
    /// <typeparam name="T">The type that belongs to <see cref="Element"/>.</typeparam>
    /// <exception cref="ArgumentException">The entry holds another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (!TensorElements.TryOf<T>(out TensorElement asked) || asked != Element)
            throw TensorFileErrors.OtherType(this, typeof(T).Name);
        return Unsafe.As<T[]>(Data);
    }

    /// <summary>Name, element type and shape.</summary>
    public override string ToString() => $"{Name} {Element} {Shape}";

    // Copies floating-point elements, rounded where the file holds more digits.
    internal void ConvertTo<T>(Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (TensorElements.TryOf<T>(out TensorElement asked) && asked == Element)
        {
            Values<T>().CopyTo(values);
            return;
        }

        for (int i = 0; i < values.Length; i++)
            values[i] = Data is float[] narrow ? T.CreateTruncating(narrow[i]) : T.CreateTruncating(((double[])Data)[i]);
    }
}
