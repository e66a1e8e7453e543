using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// Results that would be longer than an array can be are refused; none comes out shorter because its length ran over.
public sealed class LengthTests
{
    [Theory]
    [InlineData(1 << 30)]
    [InlineData(int.MaxValue - 1)]
    [InlineData(int.MaxValue)]
    public void A_result_beyond_the_longest_is_refused(int much)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2, 3, 4, 5, 6], new Shape(1, 2, 3)), line = tape.Fill(1, new Shape(2, 2, 2)), plane = tape.Fill(1, new Shape(1, 2, 3, 1));
        Variable<double> window = tape.Fill(1, new Shape(2, 2, 1, 1));
        foreach (Func<Variable<double>> refused in new Func<Variable<double>>[]
        {
            () => Conv1d(x, line, padding: much),
            () => Conv2d(plane, window, padding: new Extent(much, 0)),
            () => Conv2d(plane, window, padding: new Extent(0, much)),
            () => ConvTranspose1d(x, line, stride: much),
            () => ConvTranspose1d(x, line, dilation: much),
            () => ConvTranspose2d(plane, window, stride: new Extent(much, 1)),
            () => Pad(x, 1, much, much),
            () => Pad(x, -1, 0, much, EdgePadding.Replicate),
            () => Tile(x, 1, much),
            () => Repeat(x, 0, much),
            () => DiagonalEmbed(x, much),
        })
        {
            Assert.Contains("too many elements", Assert.Throws<ArgumentException>(() => refused()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void More_whole_numbers_than_an_array_holds_are_refused()
    {
        using Tape<double> tape = new();
        tape.Keep([1, 2, 3]);
        Assert.Contains("too many elements", Assert.Throws<ArgumentException>(() => tape.KeepRoom(int.MaxValue, out _)).Message, StringComparison.Ordinal);
        Assert.Equal([4, 5], tape.Read(tape.Keep([4, 5])).ToArray());
    }
}
