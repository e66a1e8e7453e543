using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Examples.Optimization;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class OptimizationTests
{
    public static TheoryData<IMethod> Fast => [new LimitedMemoryBfgs(), new NewtonConjugateGradient()];

    [Theory]
    [MemberData(nameof(Fast))]
    public void The_valley_ends_where_all_variables_are_one(IMethod method)
    {
        Minimization run = Minimization.Run(new Rosenbrock(10), method, 1e-8, 1000);
        Assert.True(run.Reached, $"{run.Method}: {run.GradientNorm}");
        Assert.All(run.X, x => Assert.Equal(1, x, 1e-7));
    }

    [Fact]
    public void Gradient_descent_gets_there_on_two_variables()
    {
        Minimization run = Minimization.Run(new Rosenbrock(2), new GradientDescent(), 1e-8, 100_000);
        Assert.True(run.Reached, $"{run.GradientNorm}");
        Assert.All(run.X, x => Assert.Equal(1, x, 1e-6));
        Assert.Equal(0, run.Counts.Products);
    }

    [Fact]
    public void All_methods_find_the_same_logistic_regression()
    {
        LogisticRegression objective = new(200, 5, 1);
        Minimization[] runs =
        [
            .. new IMethod[]
            {
                new GradientDescent(),
                new LimitedMemoryBfgs(),
                new NewtonConjugateGradient(),
            }.Select(method => Minimization.Run(objective, method, 1e-8, 50_000)),
        ];
        Assert.All(runs, run => Assert.True(run.Reached, $"{run.Method}: {run.GradientNorm}"));

        // The penalty makes the function convex with modulus 1e-4, so a gradient of g leaves a distance of g / 1e-4.
        Assert.All(runs, run => Assert.All(run.X.Zip(runs[2].X), pair => Assert.Equal(pair.Second, pair.First, 2e-4)));
        Assert.True(runs[2].Iterations < runs[1].Iterations && runs[1].Iterations < runs[0].Iterations);
    }

    [Fact]
    public void The_slope_decides_where_decreases_drown_in_rounding()
    {
        Minimization run = Minimization.Run(new LogisticRegression(1000, 20, 1), new LimitedMemoryBfgs(), 1e-11, 1000);
        Assert.True(run.Reached, $"{run.GradientNorm}");
    }

    [Fact]
    public void A_product_with_the_Hessian_is_that_of_the_formula()
    {
        Counts counts = new();
        using Point point = new(new Rosenbrock(2), [-1.2, 1], counts);

        // H = [[1200 x² - 400 y + 2, -400 x], [-400 x, 200]].
        double[] product = point.HessianTimes([1, 2]);
        Assert.Equal((1200 * 1.44) - 400 + 2 + (2 * 480), product[0], 1e-10);
        Assert.Equal(480 + 400, product[1], 1e-10);
        Assert.Equal((1, 0, 1), (counts.Values, counts.Gradients, counts.Products));
    }

    [Fact]
    public void The_line_search_meets_both_conditions_from_any_first_length()
    {
        Rosenbrock objective = new(4);
        Counts counts = new();
        using Point from = new(objective, objective.Start(), counts);
        double[] direction = new GradientDescent().Direction(from);
        double slope = -direction.Sum(x => x * x);
        foreach (double first in new[] { 1e-12, 1e-6, 1e-3, 1, 1e6 })
        {
            (Point to, double length) = LineSearch.Find(objective, from, direction, first, counts)!.Value;
            Assert.True(to.Value <= from.Value + (1e-4 * length * slope));
            Assert.True(to.Gradient.ToArray().Zip(direction, (g, d) => g * d).Sum() >= 0.9 * slope);
            to.Dispose();
        }

        Assert.Null(LineSearch.Find(objective, from, from.Gradient.ToArray(), 1, counts));
    }

    [Fact]
    public void The_program_prints_and_writes_the_same()
    {
        string file = Path.GetTempFileName();
        try
        {
            Said.By(
                Program.Run, "--dimension", "2", "--examples", "20", "--features", "2", "--iterations", "50", "--json",
                file).Shows("Rosenbrock, 2 variables", "gradient descent, not reached", "logistic regression, 20 x 2", "Newton-CG");
            Assert.Equal(6, JsonNode.Parse(File.ReadAllText(file))!.AsArray().Sum(function => function!["methods"]!.AsArray().Count));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--dimension 1", "--dimension: 1 is out of range; need 2 to 100000.")]
    [InlineData("--tolerance 0", "--tolerance: 0 is out of range")]
    [InlineData("--json .", "--json: . is a folder; need the path of a file.")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);
}
