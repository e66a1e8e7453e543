using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// Results that would be longer than an array can be are refused; none comes out shorter because its length ran over.
public sealed class LengthTests
{
    // Without inputs and without rows there is nothing but lengths.
    [Fact]
    public void Gates_beyond_the_longest_are_refused()
    {
        using Tape<float> tape = new();
        Variable<float> Of(params ReadOnlySpan<int> shape) => tape.Fill(0, new Shape(shape));
        Refused(() => LstmSequence(Of(1, 0, 0), Of(0, 1 << 30), Of(0, 1 << 30), Of(1 << 30, 0)), "LstmSequence", "[1073741824, 0]");
        Refused(() => GruSequence(Of(1, 0, 0), Of(0, 1431655766), Of(1431655766, 0), Of(0)), "GruSequence", "[1431655766, 0]");
        Refused(() => LstmGates(Of(0, 0), Of(0, 1 << 30)), "LstmGates", "[0, 1073741824]");
        Refused(() => GruGates(Of(0, 2), Of(0, 2), Of(0, 1431655766)), "GruGates", "[0, 1431655766]");
        Variable<float> state = Of(1, 1024), weights = tape.Variable(new float[1024 * 4096], new Shape(1024, 4096));
        Refused(() => LstmSequence(Of(1 << 20, 1, 0), state, state, weights, Of(0, 4096), null), "LstmSequence", "5368709120", "[1048576, 1, 0]", "[1, 1024]");

        static void Refused(Func<Variable<float>> make, params string[] words)
        {
            string message = Assert.Throws<ArgumentException>(() => make()).Message;
            Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
        }
    }

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
    public void Factors_beyond_the_longest_are_refused()
    {
        using Tape<float> tape = new();
        Variable<float> none = tape.Fill(0, new Shape(0, int.MaxValue)), x = tape.Variable(new float[230 * 230], new Shape(230, 230));
        foreach (Action refused in new Action[]
        {
            () => Svd(none),
            () => tape.Gradient(Sum(Cofactor(x)), x),
            () => tape.Jvp(Sum(Cofactor(x)), x, x),
        })
        {
            Assert.Contains("too many elements", Assert.Throws<ArgumentException>(refused).Message, StringComparison.Ordinal);
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
