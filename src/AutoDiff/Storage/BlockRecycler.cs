using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Storage;

// Short-lived blocks of a sweep: taken last-in-first-out, so that the memory handed out is the memory last touched.
// Blocks are kept by size class: exact lines while small, eight classes to the octave beyond.
internal sealed class BlockRecycler<T>(Arena<T> arena)
    where T : unmanaged
{
    private const int ExactClasses = 64;
    private const int StepsPerOctave = 8;
    private const int Classes = ExactClasses + (32 * StepsPerOctave);

    private readonly Block[][] _free = new Block[Classes][];
    private readonly int[] _counts = new int[Classes];

    // Blocks out, that is taken and not yet given back.
    public int Live { get; private set; }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public Block Take(int length)
    {
        if (length > Arena<T>.Longest)
            ShapeErrors.NoRoom(length, Arena<T>.Longest);
        Live++;
        int lines = Arena<T>.Padded(length) / LineElements;
        int size = ClassOf(lines);
        if (_counts[size] > 0)
            return _free[size][--_counts[size]];
        return arena.Allocate(size <= ExactClasses ? length : (int)Math.Min((long)LargestOf(size) * LineElements, Arena<T>.Longest));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Give(Block block, int length)
    {
        Live--;
        int size = ClassOf(Arena<T>.Padded(length) / LineElements);
        Block[] free = _free[size] ?? Room(size);
        if (_counts[size] == free.Length)
            free = Room(size);
        free[_counts[size]++] = block;
    }

    // Forgets the free blocks: the arena is about to be released below them.
    public void Clear()
    {
        Array.Clear(_counts);
        Live = 0;
    }

    private static int LineElements => Arena<T>.LineBytes / Unsafe.SizeOf<T>();

    // 1..64 lines are classes of their own; above, the class is the octave and the next three bits, rounded up.
    private static int ClassOf(int lines)
    {
        if (lines <= ExactClasses)
            return lines;
        int below = lines - 1;
        int octave = BitOperations.Log2((uint)below);
        int step = (below >> (octave - 3)) & (StepsPerOctave - 1);
        return ExactClasses + ((octave - 6) * StepsPerOctave) + step + 1;
    }

    private static int LargestOf(int size)
    {
        int above = size - ExactClasses - 1;
        int octave = (above / StepsPerOctave) + 6, step = above % StepsPerOctave;
        return (StepsPerOctave + step + 1) << (octave - 3);
    }

    private Block[] Room(int size)
    {
        Array.Resize(ref _free[size], Math.Max(4, 2 * (_free[size]?.Length ?? 0)));
        return _free[size];
    }
}
