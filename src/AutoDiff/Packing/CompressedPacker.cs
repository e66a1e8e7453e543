using System;
using System.Buffers;
using System.IO;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff;

/// <summary>Compresses values without loss (Brotli): for those with many zeros or repetitions, as behind rectifiers, masks and padding.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="quality">From 0, the fastest, to 11, the smallest.</param>
/// <remarks>
/// The first bytes of all numbers are compressed first, then the second ones, and so on: signs and exponents are alike where digits are
/// not (the byte shuffle of the HDF5 format). Gradients have the bits that they have without it. Dense values that look like noise shrink by little.
/// </remarks>
public sealed class CompressedPacker<T>(int quality = 1) : IValuePacker<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Window = 22;

    private readonly int _quality = quality is >= 0 and <= 11
        ? quality
        : throw new ArgumentOutOfRangeException(nameof(quality), quality, $"CompressedPacker: the quality is {quality}; need one from 0 to 11.");

    /// <inheritdoc/>
    public object Pack(ReadOnlySpan<T> values)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        int size = Unsafe.SizeOf<T>(), longest = BrotliEncoder.GetMaxCompressedLength(bytes.Length);
        byte[] planes = ArrayPool<byte>.Shared.Rent(bytes.Length), packed = ArrayPool<byte>.Shared.Rent(longest);
        try
        {
            for (int plane = 0, to = 0; plane < size; plane++)
            {
                for (int from = plane; from < bytes.Length; from += size)
                    planes[to++] = bytes[from];
            }

            if (!BrotliEncoder.TryCompress(planes.AsSpan(0, bytes.Length), packed, out int length, _quality, Window))
                throw new InvalidDataException($"CompressedPacker: {bytes.Length} bytes did not fit into {longest}.");
            return packed.AsSpan(0, length).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(planes);
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <inheritdoc/>
    public void Unpack(object packed, Span<T> values)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        int size = Unsafe.SizeOf<T>();
        byte[] planes = ArrayPool<byte>.Shared.Rent(bytes.Length);
        try
        {
            if (!BrotliDecoder.TryDecompress((byte[])packed, planes.AsSpan(0, bytes.Length), out int length) || length != bytes.Length)
                throw new InvalidDataException($"CompressedPacker: the packed values do not unpack to {bytes.Length} bytes.");
            for (int plane = 0, from = 0; plane < size; plane++)
            {
                for (int to = plane; to < bytes.Length; to += size)
                    bytes[to] = planes[from++];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(planes);
        }
    }
}
