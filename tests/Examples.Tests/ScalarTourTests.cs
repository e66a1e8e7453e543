using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Examples.ScalarTour;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class ScalarTourTests
{
    private const double Slope = 33.90776829990312;

    [Fact]
    public void The_running_example_has_its_known_slope_and_eight_pushes()
    {
        Graph graph = new(0.1);
        Assert.Equal(10.970524853260402, graph.Nodes[^1].Value, 1e-14);
        Assert.Equal(Slope, graph.Nodes[0].Adjoint, 1e-13);
        Assert.Equal((7, 8, 8L), (graph.Counters.Nodes, graph.Counters.Edges, graph.Counters.Pushes));
        Assert.Equal(graph.Counters.Pushes, graph.Pushes().Count());
    }

    [Fact]
    public void Pushes_add_up_to_the_adjoints_of_the_tape()
    {
        Graph graph = new(0.3);
        Dictionary<int, double> sums = [];
        foreach (Push push in graph.Pushes())
            sums[push.To] = push.Sum;
        Assert.All(sums, sum => Assert.Equal(graph.Nodes[sum.Key].Adjoint, sum.Value, 1e-12 * Math.Abs(sum.Value)));
        Assert.Equal(graph.Nodes.Count - 1, sums.Count);
    }

    [Fact]
    public void Finite_differences_have_their_best_step_in_the_middle()
    {
        IReadOnlyList<FiniteDifference> table = FiniteDifference.Table(0.1);
        Assert.Equal(14, table.Count);
        FiniteDifference oneSided = table.MinBy(row => row.OneSidedError), central = table.MinBy(row => row.CentralError);
        Assert.Equal(1e-8, oneSided.Step, 1e-12);
        Assert.InRange(oneSided.OneSidedError, 1e-9, 1e-7);
        Assert.Equal(1e-7, central.Step, 1e-12);
        Assert.InRange(central.CentralError, 1e-13, 1e-10);
        Assert.Equal((0.33, 0.06), (Math.Round(table[0].OneSidedError, 2), Math.Round(table[0].CentralError, 2)));
        Assert.InRange(table[^1].OneSidedError, 1e-3, 1e-1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void A_loss_at_every_step_costs_one_visit_of_each_step(int steps)
    {
        LossPerStep measured = LossPerStep.Measure(steps);
        Assert.Equal(steps, measured.VisitsTogether);
        Assert.Equal(steps * (steps + 1) / 2, measured.VisitsEach);
        Assert.InRange(measured.LargestDifference, 0, 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    public void Nested_diamonds_cost_a_push_for_each_edge_not_for_each_path(int depth)
    {
        Diamonds measured = Diamonds.Measure(depth);
        Assert.Equal(4 * depth, measured.Edges);
        Assert.Equal(measured.Edges, measured.Pushes);
        Assert.Equal(Math.Pow(2, depth), measured.Paths);
    }

    [Fact]
    public void Fan_out_adds_up() => Assert.Equal(new FanOut(3, 12, 7, 4), FanOut.Measure(3));

    [Fact]
    public void Each_derivative_is_the_slope_of_the_one_before()
    {
        foreach (HigherDerivative row in HigherDerivative.Table(0.1, 3).Skip(1))
            Assert.Equal(row.Difference!.Value, row.Value, 1e-7 * Math.Abs(row.Value));
    }

    [Fact]
    public void The_tour_prints_what_it_measured()
    {
        (int code, string output, string error) = Run();
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("8 pushes here, 8 counted by the tape; slope 33.907768299903", output, StringComparison.Ordinal);
        Assert.Contains("x' += a' · da/dx", output, StringComparison.Ordinal);
        Assert.Contains("5,050", output, StringComparison.Ordinal);
        Assert.Contains("1,125,899,906,842,624", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--x NaN", "--x: the slope at NaN")]
    [InlineData("--x 4", "--x: the slope at 4")]
    [InlineData("--x -1000", "need a finite one other than 0")]
    [InlineData("--x one", "--x: \"one\" is no number; need one such as 0.1. See --help.")]
    [InlineData("--x 0,1", "--x: \"0,1\" is no number")]
    [InlineData("--x", "'--x'")]
    [InlineData("--y 1", "'--y'")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected)
    {
        (int code, string output, string error) = Run(words.Split(' '));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Help_names_the_option() => Assert.Contains("--x", Run("--help").Output, StringComparison.Ordinal);

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = Program.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
