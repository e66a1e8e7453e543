using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoDiff.Storage;
using Xunit;

namespace AutoDiff.Tests.Storage;

public sealed class ArenaTests
{
    [Fact]
    public void Every_block_starts_a_line_of_64_bytes()
    {
        Check<float>();
        Check<double>();
        Check<long>();

        static unsafe void Check<T>()
            where T : unmanaged
        {
            Arena<T> arena = new();
            foreach (int length in new[] { 0, 1, 15, 16, 17, 63, 64, 1000, 100_000, 1_000_000, 1, 7 })
            {
                Span<T> span = arena.Span(arena.Allocate(length), Math.Max(length, 1));
                Assert.Equal(0u, (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span)) % 64);
            }

            arena.ReturnSlabs();
        }
    }

    [Fact]
    public void Blocks_do_not_overlap()
    {
        Arena<float> arena = new();
        Random random = new(1);
        List<(Block Block, int Length)> blocks = [];
        for (int i = 0; i < 500; i++)
        {
            int length = random.Next(0, 3000);
            blocks.Add((arena.Allocate(length), length));
            arena.Span(blocks[i].Block, length).Fill(i);
        }

        for (int i = 0; i < blocks.Count; i++)
            Assert.Equal(-1, arena.Span(blocks[i].Block, blocks[i].Length).IndexOfAnyExcept(i));
        arena.ReturnSlabs();
    }

    [Fact]
    public void Releasing_to_a_mark_gives_the_same_memory_again()
    {
        Arena<float> arena = new();
        Block before = arena.Allocate(100);
        arena.Span(before, 100).Fill(7);
        Arena<float>.Position mark = arena.Mark;
        Block first = arena.Allocate(10);
        Block large = arena.Allocate(1_000_000);
        long bytes = arena.Bytes;
        arena.Release(mark);
        Assert.Equal(first, arena.Allocate(10));
        Assert.Equal(large, arena.Allocate(1_000_000));
        Assert.Equal(bytes, arena.Bytes);
        Assert.Equal(-1, arena.Span(before, 100).IndexOfAnyExcept(7));
        arena.ReturnSlabs();
        Assert.Equal(0, arena.Bytes);
    }

    [Fact]
    public void Borrowed_arrays_are_seen_where_they_are_until_released()
    {
        Arena<float> arena = new();
        Arena<float>.Position mark = arena.Mark;
        float[] array = [1, 2, 3, 4];
        for (int i = 0; i < 20; i++)
        {
            Block block = arena.Borrow(array, 1);
            Assert.True(Unsafe.AreSame(ref array[1], ref MemoryMarshal.GetReference(arena.Span(block, 3))));
            Assert.True(Unsafe.AreSame(ref array[2], ref MemoryMarshal.GetReference(arena.Span(block.Skip(1), 2))));
        }

        arena.Release(mark);
        Assert.Equal(mark, arena.Mark);
        Assert.True(Block.None.IsNone);
        Assert.False(arena.Borrow(array, 0).IsNone);
    }

    [Fact]
    public void The_recycler_gives_back_what_was_last_returned()
    {
        Arena<float> arena = new();
        BlockRecycler<float> recycler = new(arena);
        Block a = recycler.Take(100), b = recycler.Take(100), other = recycler.Take(3000);
        Assert.Equal(3, recycler.Live);
        recycler.Give(a, 100);
        recycler.Give(b, 100);
        Assert.Equal(b, recycler.Take(100));
        Assert.Equal(a, recycler.Take(97));
        recycler.Give(other, 3000);
        Assert.Equal(2, recycler.Live);
        Assert.Equal(other, recycler.Take(2990));
        recycler.Clear();
        Assert.Equal(0, recycler.Live);
        arena.ReturnSlabs();
    }

    // A block of one length may serve any other length of its class: it must be long enough for the longest.
    [Fact]
    public void A_recycled_block_is_never_too_short()
    {
        Arena<double> arena = new();
        BlockRecycler<double> recycler = new(arena);
        Random random = new(2);
        List<(Block Block, int Length, double Mark)> live = [];
        for (int i = 0; i < 3000; i++)
        {
            if (live.Count > 20)
            {
                int victim = random.Next(live.Count);
                (Block block, int length, double mark) = live[victim];
                Assert.Equal(-1, arena.Span(block, length).IndexOfAnyExcept(mark));
                recycler.Give(block, length);
                live.RemoveAt(victim);
            }

            int wanted = (int)Math.Pow(2, random.NextDouble() * 15);
            live.Add((recycler.Take(wanted), wanted, i));
            arena.Span(live[^1].Block, wanted).Fill(i);
        }

        arena.ReturnSlabs();
    }
}
