using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Tests.Core;
using AutoDiff.Tests.Laws;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

public sealed class MapTests
{
    private static readonly double[] Points = [0.1, -0.4, 0.7, 1.2, -0.9, 0.5];

    [Fact]
    public void A_function_of_one_example_is_applied_to_all()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Points, new Shape(3, 2));
        BatchReport report = new();
        Variable<double> y = tape.Map(one => Sum(Square(one)), x, report);
        Assert.Equal(new Shape(3), y.Shape);
        Assert.Equal([.. Enumerable.Range(0, 3).Select(i => (Points[2 * i] * Points[2 * i]) + (Points[(2 * i) + 1] * Points[(2 * i) + 1]))], y.ToArray(), new Nearly(1e-15));
        Assert.Equal("2 operations at once", report.ToString());
        Assert.Equal([.. Points.Select(p => 2 * p)], tape.Gradient(Sum(y), x).ToArray());
    }

    // Gradients, Hessians and maps inside maps.
    [Fact]
    public void Derivatives_and_maps_stand_inside_maps()
    {
        using Tape<double> tape = new();
        Variable<double> batch = tape.Constant(Points, new Shape(3, 2));
        Variable<double> gradients = tape.Map(x => tape.Gradient(Sum(x * x * x), x), batch);
        Assert.Equal([.. Points.Select(p => 3 * p * p)], gradients.ToArray(), new Nearly(1e-14));
        Variable<double> hessians = tape.Map(x => tape.Hessian(Sum(x * x * x), x), batch);
        Assert.Equal(new Shape(3, 2, 2), hessians.Shape);
        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => i % 4 is 0 or 3 ? 6 * Points[(i / 4 * 2) + (i % 4 / 3)] : 0)], hessians.ToArray(), new Nearly(1e-14));
        Variable<double> nested = tape.Map(row => tape.Map(x => Sin(x) * Sum(row), row), batch);
        Assert.Equal([.. Enumerable.Range(0, 6).Select(i => Math.Sin(Points[i]) * (Points[i / 2 * 2] + Points[(i / 2 * 2) + 1]))], nested.ToArray(), new Nearly(1e-14));
        Variable<double> slopes = tape.Map(x => tape.Jvp(Tanh(x), x, tape.Constant([1, 1], new Shape(2))), batch);
        Assert.Equal([.. Points.Select(p => 1 - (Math.Tanh(p) * Math.Tanh(p)))], slopes.ToArray(), new Nearly(1e-14));
    }

    // Their rules must not ask for the numbers of cotangents, which differ from example to example.
    [Fact]
    public void Gradients_of_matrix_functions_stand_inside_maps()
    {
        using Tape<double> tape = new();
        double[] matrices = [.. Points, .. Points];
        Variable<double> batch = tape.Constant(matrices, new Shape(3, 2, 2));
        Func<Variable<double>, Variable<double>>[] functions =
        [
            MatrixExponential, Determinant, Inverse, x => LogDeterminant(x).LogAbs, x => Cholesky(MatMul(x, x, false, true)), x => Solve(x, Select(x, 0, 0)),
            x => Qr(x).Q, x => Svd(x).Vt, x => SymmetricEigen(x).Vectors,
        ];
        foreach (Func<Variable<double>, Variable<double>> function in functions)
        {
            BatchReport report = new();
            double[] gradients = tape.Map(x => tape.Gradient(Sum(Exp(function(x))), x), batch, report).ToArray();
            Assert.Empty(report.Looped);
            for (int example = 0; example < 3; example++)
            {
                Variable<double> alone = tape.Variable(matrices.AsSpan(4 * example, 4), new Shape(2, 2));
                Assert.Equal(tape.Gradient(Sum(Exp(function(alone))), alone).ToArray(), gradients[(4 * example)..(4 * (example + 1))], new Nearly(1e-12));
            }
        }
    }

    // Beside a singular matrix too: alone, either is differentiated in a way of its own.
    [Fact]
    public void Second_derivatives_of_determinants_stand_inside_maps()
    {
        using Tape<double> tape = new();
        double[] matrices = [2, 0.5, -1, 0.25, 1, 0, 1, -0.5, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        Variable<double> batch = tape.Constant(matrices, new Shape(2, 3, 3));
        BatchReport report = new();
        double[] hessians = tape.Map(x => tape.Hessian(Sin(Determinant(x)), x), batch, report).ToArray(), products = tape.Map(x => tape.Hvp(Determinant(x), x, x), batch).ToArray();
        Assert.Empty(report.Looped);
        for (int example = 0; example < 2; example++)
        {
            Variable<double> alone = tape.Variable(matrices.AsSpan(9 * example, 9), new Shape(3, 3));
            Assert.Equal(tape.Hessian(Sin(Determinant(alone)), alone).ToArray(), hessians[(81 * example)..(81 * (example + 1))], new Nearly(1e-11));

            // By Euler, of a function of degree 3: H x = 2 g.
            Assert.Equal(Cofactor(alone).ToArray().Select(c => 2 * c), products[(9 * example)..(9 * (example + 1))], new Nearly(1e-11));
        }
    }

    // A gradient inside the function that is not recorded is a constant outside.
    [Fact]
    public void What_the_function_does_not_record_is_not_differentiated()
    {
        using Tape<double> tape = new();
        Variable<double> batch = tape.Variable(Points, new Shape(6));
        Assert.False(tape.Map(x => tape.Gradient(x * x * x, x), batch).IsActive);
        Variable<double> recorded = tape.Map(x => tape.Gradient(x * x * x, x, record: true), batch);
        Assert.Equal([.. Points.Select(p => 6 * p)], tape.Gradient(Sum(recorded), batch).ToArray(), new Nearly(1e-14));
        Variable<double> both = tape.Map(x => Detach(x) * x, batch);
        Assert.Equal(Points, tape.Gradient(Sum(both), batch).ToArray());
    }

    [Fact]
    public void Several_batches_and_what_all_examples_share()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Points, new Shape(3, 2)), y = tape.Variable([1, 2, 3], new Shape(3)), shared = tape.Variable([2, -1], new Shape(2));
        Variable<double> z = tape.Map(one => (one[0] * shared) + one[1], [x, y]);
        Assert.Equal([.. Enumerable.Range(0, 6).Select(i => (Points[i] * (i % 2 == 0 ? 2 : -1)) + 1 + (i / 2))], z.ToArray(), new Nearly(1e-15));
        Assert.Equal([Points[0] + Points[2] + Points[4], Points[1] + Points[3] + Points[5]], tape.Gradient(Sum(z), shared).ToArray(), new Nearly(1e-15));
        Assert.Equal([2, 2], tape.Map(_ => shared, y).ToArray()[..1].Concat([tape.Map(_ => shared, y).Values[4]]));
    }

    [Fact]
    public void An_operation_without_a_rule_goes_example_by_example_and_is_counted()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Points, new Shape(3, 2));
        BatchReport report = new();
        Variable<double> y = tape.Map(new Rule(contribution: bar => 2d * bar).Of, x, report);
        Assert.Equal("0 operations at once; example by example: Rule 1", report.ToString());
        y = Sin(y);
        Assert.Equal([.. Points.Select(Math.Sin)], y.ToArray(), new Nearly(1e-15));
        Assert.Equal([.. Points.Select(p => 2 * Math.Cos(p))], tape.Gradient(Sum(y), x).ToArray(), new Nearly(1e-15));
    }

    // The law Batch proves the rules; this says which rooms are looped.
    [Fact]
    public void Every_room_has_a_batching_rule()
    {
        SortedSet<string> looped = [];
        foreach (WorkedCase<double> worked in Operation.All.SelectMany(operation => operation.Cases<double>()).Where(worked => worked.Refusal.Count == 0
            && worked.Inputs.Count > 0 && !worked.ReadsNumbers))
        {
            using Tape<double> tape = new();
            BatchReport report = new();
            Variable<double>[] batches = [.. worked.Inputs.Select(input => tape.Fill((input.Low + input.High) / 2, input.Shape.Insert(0, 2)))];
            tape.Map(worked.Function, batches, report);
            looped.UnionWith(report.Looped.Keys);
        }

        Assert.Equal(["Custom", "GradientHook", "GruGatesGradient", "LstmGatesGradient", "SolveSystem"], looped);
    }

    [Fact]
    public void Numbers_that_differ_from_example_to_example_cannot_be_read()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Points, new Shape(6)), shared = tape.Variable(1);
        TapeException error = Assert.Throws<TapeException>(() => tape.Map(one => (one * 2d).Item() > 0 ? one : Negate(one), x));
        Assert.Contains("Map: the function reads the numbers of #", error.Message, StringComparison.Ordinal);
        Assert.Contains("Multiply []", error.Message, StringComparison.Ordinal);
        Assert.Contains("Where instead of if", error.Message, StringComparison.Ordinal);
        Assert.Equal(Points, tape.Map(one => shared.Item() > 0 ? one : Negate(one), x).ToArray());
        Assert.Equal(2, (shared * 2d).Item());
        Parameter<double> parameter = new("p", Shape.Scalar);
        Assert.Contains("batched map adds into parameters", Assert.Throws<TapeException>(() => tape.Map(
            one =>
            {
                tape.Backward(one * tape.Use(parameter));
                return one;
            },
            x)).Message, StringComparison.Ordinal);
        Assert.False(parameter.HasGradient);
    }

    [Fact]
    public void Batches_that_do_not_fit_are_refused()
    {
        using Tape<double> tape = new();
        Variable<double> three = tape.Variable(Points, new Shape(3, 2)), two = tape.Variable(Points, new Shape(2, 3)),
            none = tape.Variable([], new Shape(0, 2)), scalar = tape.Variable(1);
        Assert.Equal("Map: numbers of examples differ: batch 0 is [3, 2], batch 1 is [2, 3]; need first axes of one length.", Refused([three, two]));
        Assert.Equal("Map: batch 0 has no examples: its shape is [0, 2]; need a first axis of length 1 or more, with an example at each place.", Refused([none]));
        Assert.Contains("its shape is []", Refused([scalar]), StringComparison.Ordinal);
        Assert.Equal("Map: nothing to map over; need at least one batch.", Refused([]));
        Assert.Contains(
            "PerSampleGradients: the loss of an example is not a scalar: its shape is [2]",
            Assert.Throws<ArgumentException>(() => tape.PerSampleGradients(one => one[0], [three], [scalar])).Message,
            StringComparison.Ordinal);

        string Refused(Variable<double>[] batches) => Assert.Throws<ArgumentException>(() => tape.Map(one => one[0], batches)).Message;
    }

    [Fact]
    public void Every_sample_gets_its_own_gradient()
    {
        using Tape<double> tape = new();
        Random random = new(5);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        Variable<double> w1 = tape.Variable(Draw(12), new Shape(3, 4)), b1 = tape.Variable(Draw(4), new Shape(4)), w2 = tape.Variable(Draw(8), new Shape(4, 2));
        double[] inputs = Draw(15), targets = Draw(10);
        Variable<double> x = tape.Constant(inputs, new Shape(5, 3)), y = tape.Constant(targets, new Shape(5, 2));

        // One node follows from another, and is used beside it.
        Variable<double> doubled = w1 * 2d;
        Variable<double> Loss(Variable<double> input, Variable<double> target) =>
            Sum(Square(Softmax(Reshape(MatMul(Reshape(Tanh(Affine(input, doubled, b1)), new Shape(1, 4)), w2), new Shape(2))) - target)) + Sum(w1 * Sum(input));
        BatchReport report = new();
        Variable<double>[] all = tape.PerSampleGradients(one => Loss(one[0], one[1]), [x, y], [w1, b1, w2, doubled], report: report);
        Assert.Empty(report.Looped);
        for (int sample = 0; sample < 5; sample++)
        {
            Variable<double> loss = Loss(tape.Constant(inputs.AsSpan(3 * sample, 3), new Shape(3)), tape.Constant(targets.AsSpan(2 * sample, 2), new Shape(2)));
            Variable<double>[] alone = tape.Gradient(loss, [w1, b1, w2, doubled]);
            for (int i = 0; i < alone.Length; i++)
                Assert.Equal(alone[i].ToArray(), Select(all[i], 0, sample).ToArray(), new Nearly(1e-12));
        }
    }

    [Fact]
    public void The_loss_of_a_language_model_s_samples_with_classes()
    {
        using Tape<double> tape = new();
        Variable<double> table = tape.Variable(Points, new Shape(3, 2)), x = tape.Constant([1, 2, 3, 4], new Shape(2, 2));
        Variable<double> losses = tape.Map(
            one => SoftmaxCrossEntropy(MatMul(Gather(table, [2, 0]), Reshape(one, new Shape(2, 1))) * tape.Constant([1, -1], new Shape(1, 2)), [0, 1]), x);
        for (int i = 0; i < 2; i++)
        {
            double p = x.Values[2 * i], q = x.Values[(2 * i) + 1], first = (Points[4] * p) + (Points[5] * q), second = (Points[0] * p) + (Points[1] * q);
            Assert.Equal(Math.Log(1 + Math.Exp(-2 * first)), losses.Values[2 * i], 1e-13);
            Assert.Equal(Math.Log(1 + Math.Exp(2 * second)), losses.Values[(2 * i) + 1], 1e-13);
        }
    }
}
