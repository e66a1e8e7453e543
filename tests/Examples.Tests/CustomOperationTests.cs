using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Examples.CustomOperation;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Examples;

public sealed class CustomOperationTests
{
    [Fact]
    public void All_laws_hold_in_both_precisions()
    {
        Laws.Assert<Bilinear<double>, double>(seeds: 10);
        Laws.Assert<Bilinear<float>, float>(seeds: 10);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(7, 9, 19)]
    [InlineData(4, 33, 40)]
    public void It_is_what_it_would_be_composed_of(int pairs, int rows, int columns)
    {
        Random random = new(1);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Draw(pairs * rows), new Shape(pairs, rows)), a = tape.Variable(Draw(rows * columns), new Shape(rows, columns)),
            y = tape.Variable(Draw(pairs * columns), new Shape(pairs, columns));
        Variable<double> fused = Bilinear<double>.Of(x, a, y), composed = Sum(MatMul(x, a) * y, -1);
        Close(composed, fused);
        Variable<double>[] expected = tape.Gradient(Sum(Sin(composed)), [x, a, y]), actual = tape.Gradient(Sum(Sin(fused)), [x, a, y]);
        for (int i = 0; i < 3; i++)
            Close(expected[i], actual[i]);

        static void Close(Variable<double> expected, Variable<double> actual) =>
            Assert.All(expected.ToArray().Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * (1 + Math.Abs(pair.First))));
    }

    [Fact]
    public void A_model_finds_the_hidden_matrix()
    {
        HiddenMatrix model = new(200, 3);
        double[] losses = [.. model.Train(300)];
        Assert.InRange(losses[^1], 0, 1e-15 * losses[0]);
        Assert.InRange(model.Distance, 0, 1e-8);
        GradientCheck.Of(model.Loss).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    [Fact]
    public void A_map_over_pairs_computes_all_of_them_at_once()
    {
        HiddenMatrix model = new(20, 1);
        using Tape<double> tape = new();
        BatchReport report = new();
        Assert.Equal([20], model.Mapped(tape, report).Shape.Axes.ToArray());
        Assert.Empty(report.Looped);
    }

    [Fact]
    public void A_wrong_rule_is_noticed_and_shrunk()
    {
        Assert.Contains(
            WrongRule.ByLaws(),
            text => text.Contains("breaks the law Transpose", StringComparison.Ordinal) && text.Contains("along input 1", StringComparison.Ordinal));
        string shrunk = WrongRule.Shrunk();
        Assert.Contains("Shrunk:", shrunk, StringComparison.Ordinal);
        Assert.Contains("finite differences: input 1 x[1], element 1", shrunk, StringComparison.Ordinal);
        Assert.DoesNotContain("finite differences: input 0", shrunk, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_shows_all_four() =>
        Said.By(Program.Run, "--pairs", "30", "--steps", "5").Shows("16 laws hold", "0 looped", "composed", "Shrunk:");

    [Theory]
    [InlineData("--pairs 0", "--pairs: 0 is out of range; need 1 to 1000000.")]
    [InlineData("--seed -1", "--seed: -1 is out of range")]
    [InlineData("--steps many", "'many'")]
    [InlineData("--nonsense", "'--nonsense'")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);
}
