using System;
using System.Buffers;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// Data that a tape reads where they lie.
public sealed class BorrowTests
{
    private readonly float[] _data = [9, 1, 2, 3, 9];

    [Fact]
    public void Data_are_read_where_they_lie_and_take_no_memory_of_the_tape()
    {
        using Tape<float> tape = new();
        Variable<float> x = tape.Borrow(_data.AsMemory(1, 3), new Shape(3));
        _data[2] = 20;
        Assert.Equal([1f, 20f, 3f], x.Values.ToArray());
        Assert.Equal(0, tape.BytesInUse);
        Assert.False(x.IsActive);
    }

    [Fact]
    public void Gradients_are_those_of_a_copy()
    {
        using Tape<float> tape = new();
        Parameter<float> weight = new("weight", new Shape(3), [0.5f, -1, 2]), other = new("weight", new Shape(3), [0.5f, -1, 2]);
        tape.Backward(Sum(Tanh(tape.Use(weight) * tape.Borrow(_data.AsMemory(1, 3), new Shape(3)))));
        tape.Backward(Sum(Tanh(tape.Use(other) * tape.Constant([1f, 2, 3], new Shape(3)))));
        Assert.Equal(other.Gradient.ToArray(), weight.Gradient.ToArray());
        Assert.Equal([9f, 1, 2, 3, 9], _data);
    }

    [Fact]
    public void What_was_borrowed_lasts_as_long_as_the_tape_needs_it()
    {
        using Tape<float> tape = new();
        for (int round = 0; round < 3; round++)
        {
            tape.Reset();
            Variable<float> first = tape.Borrow(new float[] { round, 1 }, new Shape(2)), kept = first + tape.Borrow(_data.AsMemory(3, 2), new Shape(2));
            tape.Sever(cut: [], keep: [first, kept]);
            Assert.Equal([round, 1f], first.Values.ToArray());
            Assert.Equal([round + 3f, 10f], kept.Values.ToArray());
        }
    }

    [Fact]
    public void A_recorded_step_copies_so_that_replays_write_nothing_into_the_data()
    {
        Parameter<float> weight = new("weight", Shape.Scalar, [2]);
        Observed<float> observed = new("observed");
        using Replay<float> replay = new(tape => Sum(tape.Borrow(_data, new Shape(5)) * tape.Constant(observed.Values, new Shape(5)) * tape.Use(weight)), observed);
        for (int run = 1; run < 5; run++)
        {
            observed.Set([run, 0, 0, 0, run]);
            Assert.Equal(36f * run, replay.Forward().Item());
        }

        Assert.Equal(2, replay.Replays);
        Assert.Equal([9f, 1, 2, 3, 9], _data);
    }

    [Fact]
    public void Memory_that_is_no_array_is_copied()
    {
        using Tape<float> tape = new();
        using Unmanaged memory = new();
        Assert.Equal([7f, 8f], tape.Borrow(memory.Memory, new Shape(2)).Values.ToArray());
        Assert.Equal([], tape.Borrow(default, new Shape(0)).Values.ToArray());
    }

    [Fact]
    public void Another_number_of_elements_is_refused()
    {
        using Tape<float> tape = new();
        ArgumentException error = Assert.Throws<ArgumentException>(() => tape.Borrow(_data, new Shape(4)));
        Assert.Contains("Borrow", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4]", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, tape.Counters.Nodes);
    }

    // Memory in an unmanaged place.
    private sealed unsafe class Unmanaged : MemoryManager<float>
    {
        private readonly float* _numbers = (float*)System.Runtime.InteropServices.NativeMemory.Alloc(2, sizeof(float));

        public Unmanaged() => (_numbers[0], _numbers[1]) = (7, 8);

        public override Span<float> GetSpan() => new(_numbers, 2);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_numbers + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing) => System.Runtime.InteropServices.NativeMemory.Free(_numbers);
    }
}
