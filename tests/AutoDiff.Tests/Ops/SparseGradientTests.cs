using System;
using System.Linq;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Operations;

/// <summary>
/// The gradient of a part touches the part alone, so that all the steps of a sequence cost as much as the sequence once.
/// Memory is watched with negative zeros: adding a zero to one makes it positive.
/// </summary>
public sealed class SparseGradientTests
{
    [Fact]
    public void A_slice_along_the_first_axis_adds_to_its_rows_alone() =>
        Touches(tape => Embed<double>.Of(Ones(tape, 2, 3), new Shape(5, 3), new Section(0, 1, 2)), 3, 4, 5, 6, 7, 8);

    [Fact]
    public void A_slice_along_a_later_axis_adds_to_its_columns_alone() =>
        Touches(tape => Embed<double>.Of(Ones(tape, 2, 2), new Shape(2, 4), new Section(1, 1, 2)), 1, 2, 5, 6);

    [Fact]
    public void A_selected_step_adds_to_its_row_alone() =>
        Touches(tape => Embed<double>.Of(Ones(tape, 3), new Shape(4, 3), new Section(0, 2, 1)), 6, 7, 8);

    [Fact]
    public void Rows_looked_up_are_added_to_alone() =>
        Touches(tape => ScatterAdd(Ones(tape, 3, 2), [4, 0, 4], 6), 0, 1, 8, 9);

    [Fact]
    public void Elements_picked_are_added_to_alone() =>
        Touches(tape => Place<double>.Of(Ones(tape, 2), tape.Keep([2, 0]), 3), 2, 3);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_steps_of_a_sequence_and_their_stack_are_pushed_through_once_each(int axis)
    {
        const int Steps = 50;
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(new double[Steps * Steps * Steps], new Shape(Steps, Steps, Steps));
        Variable<double>[] steps = [.. Enumerable.Range(0, Steps).Select(t => Select(x, axis, t))];
        Variable<double> root = Sum(Stack(axis, steps));
        Variable<double> gradient = tape.Gradient(root, x);
        Assert.Equal((2 * Steps) + 1, tape.Counters.Pushes);
        Assert.All(gradient.ToArray(), slope => Assert.Equal(1, slope));
    }

    [Fact]
    public void A_slice_of_the_first_axis_takes_no_memory()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(new double[1 << 20], new Shape(1 << 10, 1 << 10));
        long bytes = tape.Counters.Bytes;
        for (int t = 0; t < 1 << 10; t++)
        {
            Slice(x, 0, t / 2, 512);
            Select(x, 0, t);
        }

        Assert.Equal(bytes, tape.Counters.Bytes);
    }

    private static Variable<double> Ones(Tape<double> tape, params int[] lengths) => tape.Fill(1, new Shape(lengths));

    private static void Touches(Func<Tape<double>, Variable<double>> make, params int[] places)
    {
        using Tape<double> tape = new();
        Variable<double> y = make(tape);
        double[] memory = new double[y.Shape.Count];
        Array.Fill(memory, -0.0);
        Dispatcher<double> dispatcher = tape.EntryAt(y.Index).Dispatcher!;
        Assert.True(dispatcher.CanAccumulate);
        dispatcher.Forward(tape, y.Index, memory, accumulate: true);
        Assert.Equal(places, Enumerable.Range(0, memory.Length).Where(i => !double.IsNegative(memory[i])));
    }
}
