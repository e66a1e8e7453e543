using System;
using System.Collections.Generic;
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
        Assert.Equal(
            2,
            shrunk.Split('\n').Count(line => line.Contains("Variable<double> v", StringComparison.Ordinal)
                && !line.Contains("tape.Variable", StringComparison.Ordinal)));
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

    [Fact]
    public void A_model_s_parameters_are_found()
    {
        Parameter<double> weight = new("weight", new Shape(2, 3), [1, 2, 3, 4, 5, 6]);
        Check.Model(tape => Sum(Tanh(tape.Use(weight))));
        Assert.Equal([1, 2, 3, 4, 5, 6], weight.Values.ToArray());
        Assert.ThrowsAny<Exception>(() => Check.Model(tape => Sum(tape.Apply(default(WrongSign), tape.Use(weight)))));
    }

    [Fact]
    public void A_function_is_checked_inside_its_domain()
    {
        Check.Function(x => Log(x[0]) * Sqrt(x[1]), [new WorkedInput(new Shape(3), 0.1, 5), new WorkedInput(new Shape(3), 0.5, 2)], cases: 10);
        Check.All(Arbitraries.Inputs(new WorkedInput(new Shape(4), 0.25, 0.75), new WorkedInput(Shape.Scalar, -3, -2)), inputs =>
            inputs[0].All(x => x is >= 0.25 and <= 0.75) && inputs[1][0] is >= -3 and <= -2 ? null : "outside", cases: 100);
    }

    [Fact]
    public void Inputs_shrink_to_rounder_numbers_of_their_interval()
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => Check.All(
            Arbitraries.Inputs(new WorkedInput(new Shape(2), 0.9, 3)), inputs => inputs[0][0] > 1.5 ? $"large: {inputs[0][0]}" : null, cases: 100));
        Assert.Matches("PropertyException: large: (2|3)\\b", failure.ToString());
    }

    // A swish whose rules forget a term, inside a recurrence: the example of the library's README.
    [Fact]
    public void A_wrong_gradient_in_a_recurrent_model_shrinks_to_its_shortest_sequence()
    {
        CustomFunction<double> swish = new(
            "Swish",
            x => x[0] * Sigmoid(x[0]),
            vjp: (in call) => call.Add(0, call.Cotangent * Sigmoid(call.Input(0))),
            jvp: (in call) => call.Add(call.Tangent(0) * Sigmoid(call.Input(0))));
        Parameter<double> weight = new("weight", new Shape(2, 2)), recurrent = new("recurrent", new Shape(2, 2));
        Variable<double> Last(Tape<double> tape, SequenceSample sequence)
        {
            Variable<double> x = sequence.On(tape), h = tape.Fill(0, new Shape(sequence.Batch, 2));
            for (int t = 0; t < sequence.Steps; t++)
                h = swish.Apply(MatMul(Select(x, 0, t), tape.Use(weight)) + MatMul(h, tape.Use(recurrent)));
            return h;
        }

        Exception failure = Assert.ThrowsAny<Exception>(() => Check.Model(
            Arbitraries.Sequences(features: 2), (tape, sequence) => Sum(Last(tape, sequence)), [weight, recurrent]));
        string text = failure.ToString();
        string shrunk = text[text.IndexOf("Shrunk:", StringComparison.Ordinal)..text.IndexOf("with exception:", StringComparison.Ordinal)];
        Assert.Contains("new SequenceSample(1, 1, 2, [-0.4, 0.2])", shrunk, StringComparison.Ordinal);
        Assert.Contains("finite differences: input 0 weight, element 0: the slopes differ", text, StringComparison.Ordinal);
        Assert.Contains("""var input0 = new Parameter<double>("weight", new Shape(2, 2), [1d, -1d, 0d, 0d]);""", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_recurrent_model_passes_on_sequences()
    {
        Parameter<double> weight = new("weight", new Shape(3, 2)), recurrent = new("recurrent", new Shape(2, 2));
        HashSet<(int, int)> seen = [];
        Check.Model(
            Arbitraries.Sequences(features: 3),
            (tape, sequence) =>
            {
                seen.Add((sequence.Steps, sequence.Batch));
                Variable<double> x = sequence.On(tape), h = tape.Fill(0, new Shape(sequence.Batch, 2));
                for (int t = 0; t < sequence.Steps; t++)
                    h = Tanh(MatMul(Select(x, 0, t), tape.Use(weight)) + MatMul(h, tape.Use(recurrent)));
                return Mean(h);
            },
            [weight, recurrent],
            cases: 8);
        Assert.True(seen.Count > 3);
    }
}
