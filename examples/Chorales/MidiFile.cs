using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace AutoDiff.Examples.Chorales;

/// <summary>Music to be heard: a standard MIDI file of one track.</summary>
/// <remarks>Source: the MIDI Association's "Standard MIDI Files", RP-001: a header chunk, a track chunk, times since the last event as numbers of 7 bits a byte.</remarks>
public static class MidiFile
{
    private const int FramesPerMinute = 84, Division = 480, Velocity = 72, NoteOn = 0x90, NoteOff = 0x80;

    /// <summary>A piece in bytes. A key that sounds in frames one after the other is struck once.</summary>
    /// <param name="piece">The piece.</param>
    public static byte[] Bytes(Piece piece)
    {
        List<byte> track = [];
        int microseconds = 60_000_000 / FramesPerMinute, waited = 0;
        track.AddRange([0, 0xFF, 0x51, 3, (byte)(microseconds >> 16), (byte)(microseconds >> 8), (byte)microseconds]);
        for (int t = 0; t <= piece.Length; t++)
        {
            ReadOnlySpan<int> before = t == 0 ? [] : piece[t - 1], now = t == piece.Length ? [] : piece[t];
            Events(track, before, now, NoteOff, ref waited);
            Events(track, now, before, NoteOn, ref waited);
            waited += Division;
        }

        track.AddRange([0, 0xFF, 0x2F, 0]);
        using MemoryStream stream = new();
        Chunk(stream, "MThd", [0, 0, 0, 1, Division >> 8, Division & 0xFF]);
        Chunk(stream, "MTrk", [.. track]);
        return stream.ToArray();
    }

    // The event for each key that is in the one list and not in the other.
    private static void Events(List<byte> track, ReadOnlySpan<int> keys, ReadOnlySpan<int> others, byte what, ref int waited)
    {
        foreach (int key in keys)
        {
            if (others.Contains(key))
                continue;
            for (int shift = 21; shift > 0; shift -= 7)
            {
                if (waited >> shift > 0)
                    track.Add((byte)(0x80 | ((waited >> shift) & 0x7F)));
            }

            track.AddRange([(byte)(waited & 0x7F), what, (byte)(key + Piece.Lowest), Velocity]);
            waited = 0;
        }
    }

    private static void Chunk(Stream stream, string name, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        stream.Write(Encoding.ASCII.GetBytes(name));
        stream.Write(length);
        stream.Write(data);
    }
}
