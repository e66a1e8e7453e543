using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels.Matrices;

/// <summary>
/// Working memory of a kernel, one block for each thread, kept for the thread's life: nothing is allocated in steady state.
/// </summary>
/// <remarks>
/// The block is valid until the same thread asks again; kernels call no user code, so nobody asks in between.
/// It lies on the pinned heap, because its address is used for longer than a fixed statement could hold it.
/// </remarks>
internal static unsafe class Scratch
{
    /// <summary>A cache line, and the widest register.</summary>
    public const int Alignment = 64;

    /// <summary>Growth in few steps keeps the number of outgrown blocks small.</summary>
    private const int Granularity = 256 * 1024;

    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static byte[]? _sharedBlock;

    /// <summary>At least <paramref name="bytes"/> bytes, aligned, of undefined content.</summary>
    public static void* Take(int bytes) => Take(bytes, ref _block);

    /// <summary>The same, apart from the other: for what a kernel's threads read while each, this one too, takes memory of its own.</summary>
    public static void* TakeShared(int bytes) => Take(bytes, ref _sharedBlock);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void* Take(int bytes, ref byte[]? kept)
    {
        byte[]? block = kept;
        if (block is null || block.Length < bytes + Alignment)
            kept = block = Grow(bytes);
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(block));
        return (byte*)(((nint)start + Alignment - 1) & -Alignment);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Grow(int bytes)
    {
        int rounded = (bytes + Granularity - 1) / Granularity * Granularity;
        return GC.AllocateUninitializedArray<byte>(rounded + Alignment, pinned: true);
    }
}
