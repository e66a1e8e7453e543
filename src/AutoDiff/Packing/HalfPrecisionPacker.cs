using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff;

/// <summary>
/// Keeps the upper half of each number's bits, rounded to the nearest, ties to even: half the memory, the whole range.
/// Of a <see cref="float"/> these are 8 significant bits (the format bfloat16),
/// of a <see cref="double"/> 21.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// The relative error of a normal number is at most 2^-8 (float) or 2^-21 (double), and with it that of gradients in its order; subnormal ones keep fewer digits
/// or become zero; NaN stays NaN, and what rounds past the largest number becomes infinite.
/// </remarks>
public sealed class HalfPrecisionPacker<T> : IValuePacker<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a packer; it serves any number of tapes.</summary>
    /// <exception cref="NotSupportedException">The elements are neither floats nor doubles.</exception>
    public HalfPrecisionPacker()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"HalfPrecisionPacker: elements are {typeof(T).Name}; need float or double.");
    }

    /// <inheritdoc/>
    public object Pack(ReadOnlySpan<T> values)
    {
        if (Unsafe.SizeOf<T>() == sizeof(float))
        {
            ReadOnlySpan<float> from = MemoryMarshal.Cast<T, float>(values);
            ushort[] halves = GC.AllocateUninitializedArray<ushort>(values.Length);
            for (int i = 0; i < halves.Length; i++)
            {
                uint bits = BitConverter.SingleToUInt32Bits(from[i]);
                uint rounded = bits + 0x7FFF + ((bits >> 16) & 1);
                halves[i] = (ushort)((float.IsNaN(from[i]) ? bits | 0x0040_0000 : rounded) >> 16);
            }

            return halves;
        }
        else
        {
            ReadOnlySpan<double> from = MemoryMarshal.Cast<T, double>(values);
            uint[] halves = GC.AllocateUninitializedArray<uint>(values.Length);
            for (int i = 0; i < halves.Length; i++)
            {
                ulong bits = BitConverter.DoubleToUInt64Bits(from[i]);
                ulong rounded = bits + 0x7FFF_FFFF + ((bits >> 32) & 1);
                halves[i] = (uint)((double.IsNaN(from[i]) ? bits | 0x0008_0000_0000_0000 : rounded) >> 32);
            }

            return halves;
        }
    }

    /// <inheritdoc/>
    public void Unpack(object packed, Span<T> values)
    {
        if (packed is ushort[] floats)
        {
            Span<uint> bits = MemoryMarshal.Cast<T, uint>(values);
            for (int i = 0; i < bits.Length; i++)
                bits[i] = (uint)floats[i] << 16;
        }
        else
        {
            uint[] doubles = (uint[])packed;
            Span<ulong> bits = MemoryMarshal.Cast<T, ulong>(values);
            for (int i = 0; i < bits.Length; i++)
                bits[i] = (ulong)doubles[i] << 32;
        }
    }
}
