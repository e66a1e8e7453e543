using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace AutoDiff.Storage;

// A tape's memory: blocks are cut off the end of the current slab and all given back at once, down to a mark.
// Every block starts a 64-byte line.
internal sealed class Arena<T>
    where T : unmanaged
{
    public const int LineBytes = 64;

    // Small models stay in the second-level cache; large ones double their way up.
    private const int FirstSlabBytes = 1 << 18;
    private const int LargestStepBytes = 1 << 26;

    private T[][] _slabs = new T[4][];
    private int[] _starts = new int[4];
    private int _slabCount;

    // The slabs in the order in which they are filled: the current one is at `_turn`, those after it are free.
    private int[] _order = new int[4];
    private int _turn = -1;
    private int _current = -1;
    private int _position;
    private int _end;

    // A block that the next allocation of its length gets; the current slab seems full meanwhile, so that allocation need not look for one.
    private Block _offered;
    private int _offeredLength;
    private int _endBehindOffer;

    private T[][] _borrowed = new T[8][];
    private int _borrowedCount;
    private long _peak;

    // While it is found out what is retained: which slabs, and where borrowed arrays go.
    private bool[] _retained = [];
    private int[] _otherSlabs = [];
    private int[] _borrowedTo = [];
    private T[][] _retainedArrays = [];
    private int _retainedCount;

    private static int LineElements => LineBytes / Unsafe.SizeOf<T>();

    // Bytes of all slabs held, used or not.
    public long Bytes
    {
        get
        {
            long elements = 0;
            for (int i = 0; i < _slabCount; i++)
                elements += _slabs[i].Length;
            return elements * Unsafe.SizeOf<T>();
        }
    }

    // Bytes up to the end of what was allocated last.
    public long InUse
    {
        get
        {
            long elements = _turn < 0 ? 0 : _position - _starts[_current];
            for (int turn = 0; turn < _turn; turn++)
                elements += _slabs[_order[turn]].Length;
            return elements * Unsafe.SizeOf<T>();
        }
    }

    // The most that was in use at one time.
    public long Peak => Math.Max(_peak, InUse);

    public Position Mark => new(_turn, _position, _borrowedCount);

    // The elements of a block, at most up to the end of its array.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span(Block block, int length)
    {
        Debug.Assert(!block.IsNone, "the block is nowhere");
        T[] array = block.Slab > 0 ? _slabs[block.Slab - 1] : _borrowed[-block.Slab - 1];
        return MemoryMarshal.CreateSpan(ref array.DangerousGetReferenceAt(block.Offset), length);
    }

    // The longest block, which leaves room for its alignment.
    public static int Longest => Array.MaxLength - (2 * LineElements);

    // Rounded up to whole lines, so that the next block is aligned too; negative beyond the longest. An empty block has a place of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int length) => (Math.Max(length, 1) + LineElements - 1) & -LineElements;

    // How long a block is that holds a value and what was saved behind it.
    public static int Together(int length, int saved)
    {
        long all = (((long)length + LineElements - 1) & -LineElements) + saved;
        if (all > Longest)
            ShapeErrors.NoRoom(all, Longest);
        return (int)all;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block Allocate(int length)
    {
        int padded = Padded(length);
        if ((uint)padded > (uint)(_end - _position))
            return AllocateInAnotherSlab(length);
        Block block = new(_current + 1, _position);
        _position += padded;
        return block;
    }

    // A block in an array that somebody else owns: parameters and observed data are read where they are.
    public Block Borrow(T[] array, int offset)
    {
        if (_borrowedCount == _borrowed.Length)
            Array.Resize(ref _borrowed, 2 * _borrowedCount);
        _borrowed[_borrowedCount++] = array;
        return new Block(-_borrowedCount, offset);
    }

    // Offers memory that somebody else owns to the next allocation of just this length, until it is withdrawn.
    public void Offer(Block block, int length)
    {
        (_offered, _offeredLength, _endBehindOffer) = (block, length, _end);
        _end = _position;
    }

    public void Withdraw()
    {
        if (_offered.IsNone)
            return;
        _offered = Block.None;
        _end = _endBehindOffer;
    }

    // Everything allocated since the mark is given back; its slabs are kept for what comes next.
    public void Release(Position mark)
    {
        _peak = Peak;
        if (mark.Turn < 0)
            Enter(_slabCount > 0 ? 0 : -1);
        else
            Enter(mark.Turn);
        if (mark.Turn >= 0)
            _position = mark.Offset;
        Array.Clear(_borrowed, mark.Borrowed, _borrowedCount - mark.Borrowed);
        _borrowedCount = mark.Borrowed;
    }

    // The array of a borrowed block and of all runs of it is exchanged for another, laid out the same way.
    public void Replace(Block block, T[] array) => _borrowed[-block.Slab - 1] = array;

    // Only blocks that are retained between these two calls stay; slabs without any are free again. No mark outlives it.
    public void BeginRetain()
    {
        if (_retained.Length < _slabCount)
        {
            _retained = new bool[_slabs.Length];
            _otherSlabs = new int[_slabs.Length];
        }

        if (_borrowedTo.Length < _borrowedCount)
        {
            _borrowedTo = new int[_borrowed.Length];
            _retainedArrays = new T[_borrowed.Length][];
        }

        Array.Clear(_retained);
        Array.Clear(_borrowedTo);
        _retainedCount = 0;
    }

    // The block's address from now on.
    public Block Retain(Block block)
    {
        if (block.Slab > 0)
        {
            _retained[block.Slab - 1] = true;
            return block;
        }

        ref int to = ref _borrowedTo[-block.Slab - 1];
        if (to == 0)
        {
            _retainedArrays[_retainedCount++] = _borrowed[-block.Slab - 1];
            to = _retainedCount;
        }

        return new Block(-to, block.Offset);
    }

    public void EndRetain()
    {
        _peak = Peak;
        Array.Clear(_borrowed, 0, _borrowedCount);
        Array.Copy(_retainedArrays, _borrowed, _retainedCount);
        Array.Clear(_retainedArrays, 0, _retainedCount);
        _borrowedCount = _retainedCount;
        if (_turn < 0)
            return;

        // Slabs with retained blocks, the current one, those that have become free; the others behind them were free before.
        int kept = 0, free = 0;
        for (int turn = 0; turn < _turn; turn++)
        {
            int slab = _order[turn];
            if (_retained[slab])
                _order[kept++] = slab;
            else
                _otherSlabs[free++] = slab;
        }

        if (!_retained[_current])
            _position = _starts[_current];
        _turn = kept;
        _order[kept++] = _current;
        Array.Copy(_otherSlabs, 0, _order, kept, free);
    }

    // Everything is given back, the slabs to the process-wide pool.
    public void ReturnSlabs()
    {
        Release(new Position(-1, 0, 0));
        for (int i = 0; i < _slabCount; i++)
        {
            SlabPool<T>.Return(_slabs[i]);
            _slabs[i] = null!;
        }

        _slabCount = 0;
        Enter(-1);
    }

    private Block AllocateInAnotherSlab(int length)
    {
        if (!_offered.IsNone)
            return AllocateBesideOffer(length);
        if (length > Longest)
            ShapeErrors.NoRoom(length, Longest);
        int needed = length + (2 * LineElements);
        int next = _turn + 1;
        while (next < _slabCount && _slabs[_order[next]].Length - _starts[_order[next]] < needed)
            next++;
        if (next == _slabCount)
            AddSlab(needed);
        Enter(next);
        return Allocate(length);
    }

    private Block AllocateBesideOffer(int length)
    {
        (Block offered, int offeredLength) = (_offered, _offeredLength);
        Withdraw();
        if (length == offeredLength)
            return offered;
        Block block = Allocate(length);
        Offer(offered, offeredLength);
        return block;
    }

    private void AddSlab(int needed)
    {
        if (_slabCount == _slabs.Length)
        {
            Array.Resize(ref _slabs, 2 * _slabCount);
            Array.Resize(ref _starts, 2 * _slabCount);
            Array.Resize(ref _order, 2 * _slabCount);
        }

        long doubled = Math.Clamp(Bytes, FirstSlabBytes, LargestStepBytes) / Unsafe.SizeOf<T>();
        _slabs[_slabCount] = SlabPool<T>.Rent((int)Math.Max(needed, doubled));
        _starts[_slabCount] = SlabPool<T>.FirstAligned(_slabs[_slabCount]);
        _order[_slabCount] = _slabCount;
        _slabCount++;
    }

    private void Enter(int turn)
    {
        int slab = turn < 0 ? -1 : _order[turn];
        _turn = turn;
        _current = slab;
        _position = slab < 0 ? 0 : _starts[slab];
        _end = slab < 0 ? 0 : _slabs[slab].Length;
    }

    // A place in the arena: all that was allocated after it can be released at once.
    internal readonly record struct Position(int Turn, int Offset, int Borrowed);
}
