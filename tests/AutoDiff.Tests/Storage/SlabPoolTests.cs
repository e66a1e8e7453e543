using System;
using System.Threading.Tasks;
using AutoDiff.Storage;
using Xunit;

namespace AutoDiff.Tests.Storage;

// The pool belongs to the process and other tests use it too; the element type here is one that nobody else uses.
public sealed class SlabPoolTests
{
    [Fact]
    public void A_returned_slab_is_rented_again()
    {
        long live = SlabPool<ushort>.Live;
        ushort[] slab = SlabPool<ushort>.Rent(1000);
        Assert.Equal(1024, slab.Length);
        Assert.Equal(live + 1024, SlabPool<ushort>.Live);
        SlabPool<ushort>.Return(slab);
        Assert.Equal(live, SlabPool<ushort>.Live);
        Assert.Same(slab, SlabPool<ushort>.Rent(1024));
        SlabPool<ushort>.Return(slab);
    }

    [Fact]
    public void Only_so_many_slabs_of_a_size_are_kept()
    {
        const int Length = 1 << 7;
        byte[][] slabs = new byte[40][];
        for (int i = 0; i < slabs.Length; i++)
            slabs[i] = SlabPool<byte>.Rent(Length);
        Assert.Equal(40 * Length, SlabPool<byte>.Live);
        Array.ForEach(slabs, SlabPool<byte>.Return);
        Assert.Equal(0, SlabPool<byte>.Live);
        int again = 0;
        for (int i = 0; i < slabs.Length; i++)
            again += Array.IndexOf(slabs, SlabPool<byte>.Rent(Length)) >= 0 ? 1 : 0;
        Assert.InRange(again, 1, 16);
    }

    [Fact]
    public void Threads_never_get_the_same_slab()
    {
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            short[] slab = SlabPool<short>.Rent(256);
            slab[0] = (short)i;
            Assert.Equal((short)i, slab[0]);
            SlabPool<short>.Return(slab);
        });
        Assert.Equal(0, SlabPool<short>.Live);
    }

    [Fact]
    public void A_tape_gives_its_memory_back()
    {
        using (Tape<Half> tape = new())
        {
            Assert.Equal(0, SlabPool<Half>.Live);
            tape.Variable((Half)1);
            Assert.Equal(tape.Counters.Bytes / 2, SlabPool<Half>.Live);
            tape.Reset();
            Assert.NotEqual(0, SlabPool<Half>.Live);
        }

        Assert.Equal(0, SlabPool<Half>.Live);
    }
}
