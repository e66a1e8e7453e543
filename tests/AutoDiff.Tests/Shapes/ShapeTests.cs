using System;
using System.Linq;
using System.Reflection;
using AutoDiff.Storage;
using Xunit;

namespace AutoDiff.Tests.Shapes;

public sealed class ShapeTests
{
    [Fact]
    public void The_default_shape_is_a_scalar()
    {
        Assert.Equal(Shape.Scalar, default);
        Assert.Equal(new Shape(), Shape.Scalar);
        Assert.Equal((0, 1, "[]"), (Shape.Scalar.Rank, Shape.Scalar.Count, Shape.Scalar.ToString()));
        Assert.True(Shape.Scalar.Axes.IsEmpty);
    }

    [Fact]
    public void Axes_count_from_both_ends()
    {
        Shape shape = new(2, 3, 4);
        Assert.Equal((3, 24, "[2, 3, 4]"), (shape.Rank, shape.Count, shape.ToString()));
        Assert.Equal([2, 3, 4], shape.Axes.ToArray());
        Assert.Equal((2, 4, 4, 2), (shape[0], shape[2], shape[-1], shape[-3]));
        Assert.Equal((4, 2), (shape[^1], shape[^3]));
        Assert.Throws<ArgumentException>(() => new Shape(2, 3)[^0]);
        Assert.Throws<ArgumentException>(() => new Shape(2, 3)[^3]);
        Assert.Equal((2, 0), (shape.Axis(-1, "x"), shape.Axis(0, "x")));
        Assert.Equal((12, 1, 24), (shape.CountOf(1, 3), shape.CountOf(2, 2), shape.CountOf(0, 3)));
    }

    [Fact]
    public void A_length_of_zero_makes_no_elements()
    {
        Assert.Equal(0, new Shape(3, 0, 5).Count);
        Assert.Equal(0, new Shape(0, int.MaxValue, 0, 1).Count);
        Assert.Equal(int.MaxValue, new Shape(0, int.MaxValue, 0, 1).CountOf(1, 2));
        Assert.Equal(int.MaxValue, new Shape(int.MaxValue).Count);
    }

    [Fact]
    public void Shapes_with_the_same_axes_are_equal()
    {
        Assert.Equal(new Shape(2, 3), new Shape([2, 3]));
        Assert.Equal(new Shape(2, 3).GetHashCode(), new Shape([2, 3]).GetHashCode());
        Assert.True(new Shape(2, 3) == new Shape(2, 3));
        Assert.True(new Shape(2, 3) != new Shape(3, 2));
        Assert.True(new Shape(2, 3) != new Shape(2, 3, 1));
        Assert.True(new Shape(0) != new Shape(0, 0));
        Assert.False(new Shape(1).Equals((object)"[1]"));
        Assert.NotEqual(Shape.Scalar, new Shape(1));
    }

    [Fact]
    public void Axes_are_changed_inserted_and_removed()
    {
        Shape shape = new(2, 3, 4);
        Assert.Equal(new Shape(2, 9, 4), shape.With(1, 9));
        Assert.Equal(new Shape(2, 3, 0), shape.With(-1, 0));
        Assert.Equal(new Shape(7, 2, 3, 4), shape.Insert(0, 7));
        Assert.Equal(new Shape(2, 3, 4, 7), shape.Insert(3, 7));
        Assert.Equal(new Shape(2, 4), shape.Remove(1));
        Assert.Equal(Shape.Scalar, new Shape(5).Remove(-1));
        Assert.Equal(new Shape(5), Shape.Scalar.Insert(0, 5));
    }

    [Theory]
    [InlineData(new int[0], new int[0], new int[0])]
    [InlineData(new[] { 3, 4 }, new[] { 4 }, new[] { 3, 4 })]
    [InlineData(new[] { 3, 1 }, new[] { 2, 1, 4 }, new[] { 2, 3, 4 })]
    [InlineData(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    [InlineData(new int[0], new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 1, 1 }, new[] { 1 }, new[] { 1, 1 })]
    [InlineData(new[] { 2, 0, 1 }, new[] { 1, 5 }, new[] { 2, 0, 5 })]
    public void Shapes_broadcast(int[] a, int[] b, int[] y)
    {
        Assert.Equal(new Shape(y), Shape.Broadcast(new Shape(a), new Shape(b), "x"));
        Assert.Equal(new Shape(y), Shape.Broadcast(new Shape(b), new Shape(a), "x"));
        Assert.True(new Shape(a).BroadcastsTo(new Shape(y)));
        Assert.True(new Shape(b).BroadcastsTo(new Shape(y)));
    }

    [Theory]
    [InlineData(new[] { 2 }, new[] { 3 })]
    [InlineData(new[] { 2, 3 }, new[] { 3 })]
    [InlineData(new[] { 2, 3 }, new[] { 1, 3 })]
    [InlineData(new[] { 0 }, new[] { 1 })]
    [InlineData(new[] { 3 }, new[] { 3, 1 })]
    public void Some_shapes_do_not_stretch(int[] from, int[] to) => Assert.False(new Shape(from).BroadcastsTo(new Shape(to)));

    [Fact]
    public void TooManyAxes() => Refused(
        "Shape: too many axes: [1, 1, 1, 1, 1, 1, 1, 1, 2] has 9; need at most 8. Merge axes with Reshape.",
        () => new Shape(1, 1, 1, 1, 1, 1, 1, 1, 2),
        () => new Shape(1, 1, 1, 1, 1, 1, 1, 1).Insert(8, 2));

    [Fact]
    public void NegativeLength() => Refused(
        "Shape: negative length: axis 1 of [2, -3] is -3; need 0 or more.", () => new Shape(2, -3), () => new Shape(2, 5).With(1, -3), () => new Shape(2).Insert(1, -3));

    [Fact]
    public void TooManyElements() => Refused(
        $"Shape: too many elements: [65536, 32768] has more than {int.MaxValue}; need at most that many. Split the array along an axis.", () => new Shape(65536, 32768));

    // As in NumPy: what lies between two axes would be more than can be counted.
    [Fact]
    public void TooManyElements_around_none() => Refused(
        $"Shape: too many elements: [0, 65536, 32768] has more than {int.MaxValue} but for its axes of length 0; need at most that many. Split the array along an axis.",
        () => new Shape(0, 65536, 32768));

    [Fact]
    public void TooLong()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Fill(1, new Shape(5)), none = tape.Fill(1, new Shape(0, int.MaxValue));
        Refused("Shape: too many elements: an axis would have 2147483652; need at most 2147483647. Split the array along an axis.", () => AutoDiff.Ops.Pad(x, 0, int.MaxValue, 0));
        Refused("Shape: too many elements: an axis would have 4294967294; need at most 2147483647. Split the array along an axis.", () => AutoDiff.Ops.Concatenate(1, none, none));
        Refused("Shape: too many elements: an axis would have 2147483648; need at most 2147483647. Split the array along an axis.", () => AutoDiff.Ops.Pad(none, 1, 0, 1));
    }

    [Fact]
    public void NoRoom()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Fill(1, new Shape(5));
        int most = Array.MaxLength - 16;
        string Need(long elements) =>
            $"Tape: too many elements: a value, with what is saved beside it, takes {elements}; need at most {most} in one piece of memory. Split the array along an axis.";
        Refused(Need(int.MaxValue), () => tape.Fill(0, new Shape(int.MaxValue)));
        Refused(Need(most + 1L), () => tape.Fill(0, new Shape(most + 1)));
        Refused(Need((1L << 31) + 8), () => Arena<double>.Together(int.MaxValue, 8));
        Refused(Need(int.MaxValue + 9L), () => Arena<double>.Together(9, int.MaxValue - 7));
        Assert.Equal([1, 1, 1, 1, 1], x.ToArray());
    }

    [Fact]
    public void NoSuchAxis()
    {
        Refused("Sum: no axis 2: the shape is [3, 4]; need an axis from -2 to 1.", () => new Shape(3, 4).Axis(2, "Sum"));
        Refused("Sum: no axis -3: the shape is [3, 4]; need an axis from -2 to 1.", () => new Shape(3, 4).Axis(-3, "Sum"));
        Refused("Shape: no axis 5: the shape is [3, 4]; need an axis from -2 to 1.", () => new Shape(3, 4)[5], () => new Shape(3, 4).With(5, 1));
        Refused("Shape: no axis 0: the shape is []; need at least one axis, which a scalar has not.", () => Shape.Scalar[0]);
        Assert.Throws<ArgumentException>(() => Shape.Scalar.Remove(0));
        Assert.Throws<ArgumentException>(() => new Shape(3).Insert(2, 1));
        Assert.Throws<ArgumentException>(() => new Shape(3).Insert(-1, 1));
    }

    [Fact]
    public void AxisTwice() => Refused(
        "Sum: axis -1 is named twice: the axes are [0, 1, -1], the shape is [3, 4]; need each axis once, where a negative one counts from the end.",
        () => AxisSet.Of(new Shape(3, 4), [0, 1, -1], keep: false, "Sum"));

    [Fact]
    public void CannotBroadcast() => Refused(
        "Add: shapes do not broadcast: a is [2, 3, 4], b is [5, 1]; need lengths that are equal or 1, but axis -2 has 3 and 5. Reshape, or insert an axis of length 1?",
        () => Shape.Broadcast(new Shape(2, 3, 4), new Shape(5, 1), "Add"));

    [Fact]
    public void Every_message_is_tested()
    {
        string[] errors =
        [
            .. typeof(ShapeErrors)
                .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Select(method => method.Name)
                .Where(name => name != "Text"),
        ];
        Assert.Empty(errors.Except(typeof(ShapeTests).GetMethods().Select(method => method.Name)));
    }

    private static void Refused(string message, params Func<object>[] actions)
    {
        foreach (Func<object> action in actions)
            Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
    }
}
