using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>A way to keep values small, or elsewhere, until a derivative needs them: rounded, compressed, in a file. Given to <c>tape.Pack</c>.</summary>
/// <typeparam name="T">The element type.</typeparam>
public interface IValuePacker<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Packs the values of one function.</summary>
    /// <param name="values">
    /// All that it computed, one value after the other, each from a 64-byte line on, with zeros between them. They are the tape's: to be copied, and not used
    /// later.
    /// </param>
    /// <returns>What they are unpacked from; it lives as long as the tape may ask for them. If it throws, the tape is as it was before the function.</returns>
    object Pack(ReadOnlySpan<T> values);

    /// <summary>Unpacks them again: once for each derivative, with the same numbers each time.</summary>
    /// <param name="packed">What <see cref="Pack"/> returned.</param>
    /// <param name="values">Where they go, as many as were packed; to be filled to the end.</param>
    void Unpack(object packed, Span<T> values);
}
