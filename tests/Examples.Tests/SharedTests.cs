using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using AutoDiff.Examples;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class SharedTests
{
    [Fact]
    public void A_chart_says_what_it_shows_whatever_the_numbers()
    {
        LineChart chart = new()
        {
            Title = "1 < 2 & \"so on\"",
            XTitle = "x",
            YTitle = "y",
            Lines = [new Series("first", [(0, 1), (1, double.NaN), (2, 3)]), new Series("nothing", []), new Series("one", [(1, 1e-9)], IsDashed: true)],
        };
        Pictures.Check(chart.Draw().ToString(), "1 < 2 & \"so on\"", "first", "nothing", "one");
        Pictures.Check(new LineChart { Title = "", XTitle = "", YTitle = "", Lines = [], IsLogarithmic = true, XNames = ["a"] }.Draw().ToString(), "a");
    }

    [Fact]
    public void Points_lie_where_the_axes_say()
    {
        string svg = new LineChart { Title = "", XTitle = "", YTitle = "", Lines = [new Series("", [(0, 0), (10, 100)])] }.Draw().ToString();

        // 70 to 560 across, 380 to 50 upwards: the corners of the plane.
        Assert.Contains("points=\"70.0,380.0 560.0,50.0\"", svg, StringComparison.Ordinal);
        string logarithmic = new LineChart
        {
            Title = "",
            XTitle = "",
            YTitle = "",
            IsLogarithmic = true,
            Lines = [new Series("", [(0, 1), (5, 10), (10, 100), (10, 0)])],
        }.Draw().ToString();
        Assert.Contains("points=\"70.0,380.0 315.0,215.0 560.0,50.0\"", logarithmic, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_that_nobody_watches_is_not_written()
    {
        using StringWriter output = new();
        StatusLine status = new(output);
        status.Show(1, 2, "half");
        status.Write("done");
        Assert.Equal($"done{Environment.NewLine}", output.ToString());
    }

    // However narrow a terminal is, the lines are broken there and nowhere else.
    [Fact]
    public void No_cell_of_a_wide_table_is_squeezed_or_left_out()
    {
        using StringWriter output = new();
        string[] cells = [.. Enumerable.Range(0, 12).Select(i => $"column {i} {new string('x', 20)}")];
        Tables.Write(output, cells, [cells]);
        Assert.Equal(2, output.ToString().Split('\n').Count(line => cells.All(cell => line.Contains(cell, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_word_that_is_no_number_is_refused_without_the_name_of_a_type()
    {
        RootCommand root = [new NumberOption<int>("--size", "N", "How large.", 1, 0, 10)];
        using StringWriter output = new(), error = new();
        Assert.Equal(1, CommandLine.Run(root, ["--size", "large"], output, error));
        Assert.Equal($"Cannot parse argument 'large' for option '--size'. See --help.{Environment.NewLine}", error.ToString());
    }

    // The parser itself takes 1,5 for 15.
    [Theory]
    [InlineData("--rate")]
    [InlineData("--target")]
    public void A_decimal_comma_is_refused(string option)
    {
        NumberOption<double> rate = new("--rate", "X", "How fast.", 1, 0, 100);
        RootCommand root = [rate, new Option<double?>("--target")];
        double read = 0;
        root.SetAction(result => read = rate.Read(result));
        using StringWriter output = new(), error = new();
        Assert.Equal(1, CommandLine.Run(root, [option, "1,5"], output, error));
        Assert.Equal(
            $"{option}: \"1,5\" has a comma; need a number with a point before its decimals, as in 0.5.{Environment.NewLine}",
            error.ToString());
        Assert.Equal(0, read);
        CommandLine.Run(root, [option, "1.5"], output, error);
        Assert.Equal(option == "--rate" ? 1.5 : 1, read);
    }

    [Fact]
    public void Lines_that_cannot_be_read_are_refused_by_the_name_of_the_option()
    {
        InputException refusal = Assert.Throws<InputException>(() => TextLines.Read("--data", "nowhere.txt").Count());
        Assert.StartsWith("--data: nowhere.txt cannot be read: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_weights_come_back()
    {
        Parameter<float> weights = new("w", new Shape(3), [1, 2, 3]);
        BestWeights best = new([weights]);
        weights.Write().Fill(7);
        best.Keep();
        weights.Write().Fill(9);
        best.Restore();
        Assert.Equal([7f, 7f, 7f], weights.Values.ToArray());
        Assert.Equal(2, Enumerable.Range(0, 2).Sum(i => Spread.Of([i, i, i]).Deviation == 0 ? 1 : 0));
    }
}
