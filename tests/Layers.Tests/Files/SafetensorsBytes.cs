using System;
using System.Buffers.Binary;
using System.Text;

namespace AutoDiff.Tests.Layers;

// A safetensors file put together by hand.
internal static class SafetensorsBytes
{
    public static byte[] Of(string header, params ReadOnlySpan<byte> data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        data.CopyTo(file.AsSpan(8 + text.Length));
        return file;
    }
}
