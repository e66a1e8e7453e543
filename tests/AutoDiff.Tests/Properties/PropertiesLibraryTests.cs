using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Properties;
using AutoDiff.Tests.Core;
using AutoDiff.Tests.Laws.Wrong;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Properties;

// What users of the generator library see.
[Collection(nameof(Threading))]
public sealed class PropertiesLibraryTests
{
    [Fact]
    public void A_model_is_checked_in_a_line_and_gets_its_numbers_back()
    {
        Parameter<double> weight = new("weight", new Shape(2, 3), [1, 2, 3, 4, 5, 6]);
        Check.Model(tape => Sum(Tanh(tape.Use(weight))), [weight]);
        Assert.Equal([1, 2, 3, 4, 5, 6], weight.Values.ToArray());
    }

    [Fact]
    public void A_wrong_model_is_reported_with_its_text_and_numbers()
    {
        Parameter<double> weight = new("weight", new Shape(2), [1, 2]);
        Exception failure = Assert.ThrowsAny<Exception>(() => Check.Model(tape => Sum(tape.Apply(default(WrongSign), tape.Use(weight))), [weight]));
        Assert.Contains("finite differences: input 0 weight, element 0: the slopes differ", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("GradientCheck.Of(tape => Sum(tape.Apply(default(WrongSign), tape.Use(weight))), [input0])", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal([1, 2], weight.Values.ToArray());
    }

    [Fact]
    public void An_operation_is_checked_in_a_line()
    {
        Check.Operation<Square<double>, double>();
        Check.Operation<Square<float>, float>();
        Assert.Throws<LawException>(() => Check.Operation<WrongSign, double>());
        LawException none = Assert.Throws<LawException>(() => Check.Operation<Rule, double>());
        Assert.Equal("Laws: no worked cases: Rule has none, so nothing can be checked; need at least one. Override its static member Cases.", none.Message);
    }

    // A property that every larger program breaks: what is reported is the smallest that still does.
    [Fact]
    public void A_failing_graph_shrinks_and_prints_itself_as_source()
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => Check.All(Arbitraries.AllGraphs, program => program.Steps.Count >= 2 ? $"too long:\n{program}" : null));
        string shrunk = failure.ToString()[failure.ToString().IndexOf("Shrunk:", StringComparison.Ordinal)..];
        shrunk = shrunk[..shrunk.IndexOf("with exception:", StringComparison.Ordinal)];
        Assert.Equal(2, shrunk.Split('\n').Count(line => line.Contains("Variable<double> v", StringComparison.Ordinal) && !line.Contains("tape.Variable", StringComparison.Ordinal)));
        Assert.Contains("using Tape<double> tape = new();", shrunk, StringComparison.Ordinal);
        Assert.Contains("new Shape(1, 1));", shrunk, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_prints_what_it_computes()
    {
        GraphProgram program = new(1, 2, [[0.5, -1], [0.25, 2]], [new GraphStep(0, 0, 1, 0), new GraphStep(3, 2, 0, -0.5), new GraphStep(32, 3, 1, 0)]);
        Assert.Equal(
            """
            using Tape<double> tape = new();
            Variable<double> v0 = tape.Variable([0.5, -1], new Shape(1, 2));
            Variable<double> v1 = tape.Variable([0.25, 2], new Shape(2));
            Variable<double> v2 = (v0 + v1) * 0.5;
            Variable<double> v3 = v2 * -0.5;
            Variable<double> v4 = v3; for (int i = 0; i < 3; i++) v4 = Tanh((v4 * 0.7) + v1);
            Variable<double> root = Mean(v4);
            Variable<double>[] gradients = tape.Gradient(root, [v0, v1], unconnected: Unconnected.Zero);
            """, program.ToString());

        // The same lines, pasted.
        using Tape<double> tape = new();
        Variable<double> v0 = tape.Variable([0.5, -1], new Shape(1, 2));
        Variable<double> v1 = tape.Variable([0.25, 2], new Shape(2));
        Variable<double> v2 = (v0 + v1) * 0.5;
        Variable<double> v3 = v2 * -0.5;
        Variable<double> v4 = v3; for (int i = 0; i < 3; i++) v4 = Tanh((v4 * 0.7) + v1);
        Variable<double> root = Mean(v4);
        Variable<double>[] gradients = tape.Gradient(root, [v0, v1], unconnected: Unconnected.Zero);

        Variable<double> again = program.Run([v0, v1]);
        Assert.Equal(root.Item(), again.Item());
        Assert.Equal(gradients[0].ToArray(), tape.Gradient(again, v0).ToArray());
    }

    [Fact]
    public void Every_kind_of_line_appears_in_graphs()
    {
        bool[] seen = new bool[StepKinds.All.Count];
        Check.All(Arbitraries.AllGraphs, program =>
        {
            foreach (GraphStep step in program.Steps)
                seen[step.Kind] = true;
            return null;
        }, cases: 200);
        Assert.DoesNotContain(false, seen);
    }
}
