using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Layers;

// Elements as bytes, lowest byte first, whatever order the processor uses. In parts, since a span of bytes ends at 2 GB.
internal static class LittleEndian
{
    private const int PartElements = 1 << 20;

    public readonly struct Read(Stream stream) : IArrayAction
    {
        public void Run<T>(T[] values)
            where T : unmanaged
        {
            for (int start = 0; start < values.Length; start += PartElements)
            {
                Span<byte> part = MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(PartElements, values.Length - start)));
                stream.ReadExactly(part);
                Turn<T>(part);
            }
        }
    }

    public readonly struct Write(Stream stream) : IArrayAction
    {
        public void Run<T>(T[] values)
            where T : unmanaged
        {
            for (int start = 0; start < values.Length; start += PartElements)
            {
                ReadOnlySpan<byte> part = MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(PartElements, values.Length - start)));
                if (BitConverter.IsLittleEndian)
                {
                    stream.Write(part);
                    continue;
                }

                byte[] turned = part.ToArray();
                Turn<T>(turned);
                stream.Write(turned);
            }
        }
    }

    private static void Turn<T>(Span<byte> bytes)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
            return;
        for (int i = 0; i < bytes.Length; i += Unsafe.SizeOf<T>())
            bytes.Slice(i, Unsafe.SizeOf<T>()).Reverse();
    }
}
