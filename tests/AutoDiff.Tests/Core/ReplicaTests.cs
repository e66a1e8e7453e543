using System;
using System.Linq;
using System.Threading;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// Parameters that share numbers and have gradients of their own, and the sum of these.
[Collection(nameof(AutoDiff.Threading))]
public sealed class ReplicaTests
{
    private readonly Parameter<double> _weight = new("weight", new Shape(2), [3, 4]);
    private readonly Parameter<double> _table = new("table", new Shape(4, 2), [1, 2, 3, 4, 5, 6, 7, 8]);

    [Fact]
    public void It_has_the_numbers_and_a_gradient_of_its_own()
    {
        Parameter<double> replica = _weight.Replica(), second = replica.Replica();
        Assert.Equal(("weight", new Shape(2)), (replica.Name, replica.Shape));
        Assert.Same(_weight, _weight.Original);
        Assert.Same(_weight, second.Original);
        replica.Write()[0] = 5;
        _weight.Write()[1] = 6;
        Assert.Equal([5, 6], _weight.Values.ToArray());
        Assert.True(second.Values == _weight.Values);
        Assert.Equal((2, 2, 2), (_weight.Version, replica.Version, second.Version));
        using Tape<double> tape = new();
        tape.Backward(Sum(Square(tape.Use(replica)) * tape.Use(_weight)));
        Assert.Equal([2 * 25, 2 * 36], replica.Gradient.ToArray());
        Assert.Equal([25, 36], _weight.Gradient.ToArray());
        Assert.False(second.HasGradient);
    }

    [Fact]
    public void A_tape_that_has_read_one_notices_that_the_numbers_were_written()
    {
        Parameter<double> replica = _weight.Replica();
        using Tape<double> tape = new();
        Variable<double> loss = Sum(Square(tape.Use(replica)));
        _weight.Write("Optimizer.cs", 7);
        Assert.Contains("version 0 then, 1 now, written at Optimizer.cs:7", Assert.Throws<TapeException>(() => tape.Backward(loss)).Message, StringComparison.Ordinal);
        Assert.False(replica.HasGradient);
    }

    [Fact]
    public void Gradients_in_rows_are_added_in_rows_in_the_order_of_the_list()
    {
        Parameter<double>[] replicas = [_table.Replica(), _table.Replica(), _table.Replica()];
        Look(replicas[0], 3, 1);
        Look(replicas[2], 0, 3);
        Look(_table, 3);
        _table.AddGradients(replicas);
        Assert.True(_table.HasRowGradient);
        Assert.Equal([3, 1, 0], _table.GradientRows);
        Assert.Equal([3, 3, 1, 1, 1, 1], _table.StoredGradient);
        Assert.Equal([3, 1], replicas[0].GradientRows);
    }

    [Fact]
    public void One_full_gradient_makes_the_sum_a_full_one()
    {
        Parameter<double>[] replicas = [_table.Replica(), _table.Replica()];
        Look(replicas[0], 3);
        using Tape<double> tape = new();
        tape.Backward(Sum(tape.Use(replicas[1])));
        _table.AddGradients(replicas);
        Assert.False(_table.HasRowGradient);
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2], _table.Gradient);
        Assert.True(replicas[0].HasRowGradient);
        _table.ClearGradient();
        Look(_table, 0);
        _table.AddGradients([replicas[1]]);
        Assert.Equal([2, 2, 1, 1, 1, 1, 1, 1], _table.Gradient);
    }

    [Fact]
    public void Nothing_to_add_changes_nothing()
    {
        _table.AddGradients([_table.Replica()]);
        Assert.False(_table.HasGradient);
        Look(_table, 2);
        _table.AddGradients([_table.Replica()]);
        Assert.Equal([2], _table.GradientRows);
        Parameter<double> scalar = new("scalar", Shape.Scalar), none = new("none", new Shape(0, 3));
        scalar.AddGradients([scalar.Replica()]);
        none.AddGradients([none.Replica()]);
        Assert.False(scalar.HasGradient || none.HasGradient);
        _table.WriteGradient();
        _table.AddGradients([_table.Replica()]);
        Assert.Equal([0, 0, 0, 0, 1, 1, 0, 0], _table.Gradient);
    }

    // Large enough for several threads, and not a multiple of anything.
    [Theory, InlineData(false), InlineData(true)]
    public void A_sum_has_the_bits_of_its_order_on_any_number_of_threads(bool isFilled)
    {
        Parameter<float> sum = new("sum", new Shape(300_007));
        Parameter<float>[] terms = [.. Enumerable.Range(0, 4).Select(_ => sum.Replica())];
        Random random = new(1);
        float[] expected = new float[sum.Shape.Count], start = Numbers(random, expected.Length);
        if (isFilled)
            start.CopyTo(expected, 0);
        foreach (Parameter<float> term in terms.Where((_, i) => i != 2))
        {
            float[] values = Numbers(random, expected.Length);
            SetGradient(term, values);
            for (int i = 0; i < values.Length; i++)
                expected[i] += values[i];
        }

        foreach (int threads in (int[])[1, 2, 3])
        {
            sum.ClearGradient();
            if (isFilled)
                SetGradient(sum, start);
            Threads.With(threads, () => sum.AddGradients(terms));
            Assert.True(expected.AsSpan().SequenceEqual(sum.Gradient));
        }
    }

    [Fact]
    public void Inside_their_scope_every_tape_of_the_thread_uses_them()
    {
        Parameter<double> other = new("other", new Shape(2), [1, 1]);
        Replicas<double> replicas = new([_table, _weight]);
        using Tape<double> tape = new(), second = new();
        using (replicas.Enter())
        {
            Assert.Equal([replicas.Parameters[1]], Used(tape, _weight));
            Assert.Equal([replicas.Parameters[0], other], Used(second, _table, other));
            Assert.Equal(tape.Use(_weight), tape.Use(replicas.Parameters[1]));
            using (tape.Substitute(_weight, tape.Constant([7, 7], new Shape(2))))
                Assert.Equal([7, 7], tape.Use(_weight).ToArray());
            Parameter<double>[] elsewhere = [];
            Thread thread = new(() =>
            {
                using Tape<double> third = new();
                elsewhere = Used(third, _weight);
            });
            thread.Start();
            thread.Join();
            Assert.Equal([_weight], elsewhere);
        }

        tape.Reset();
        Assert.Equal([_weight], Used(tape, _weight));
    }

    // What is run again on the way back reads what it read before, inside the scope and after it.
    [Theory, InlineData(true), InlineData(false)]
    public void Checkpointed_functions_use_them(bool inside)
    {
        Replicas<double> replicas = new([_weight]);
        using Tape<double> tape = new();
        Variable<double> loss;
        using (replicas.Enter())
        {
            loss = Sum(tape.Checkpoint(x => Sin(x[0] * tape.Use(_weight)), tape.Variable([1, 2], new Shape(2))));
            if (inside)
                tape.Backward(loss);
        }

        if (!inside)
            tape.Backward(loss);
        Assert.False(_weight.HasGradient);
        Assert.Equal(Math.Cos(3), replicas.Parameters[0].Gradient[0], 1e-15);
        Assert.Equal(2 * Math.Cos(8), replicas.Parameters[0].Gradient[1], 1e-15);
    }

    [Fact]
    public void Recorded_steps_use_them()
    {
        Replicas<double> replicas = new([_weight]);
        using Replay<double> replay = new(tape => Sum(Square(tape.Use(_weight))));
        for (int run = 0; run < 4; run++)
        {
            using ReplicaScope<double> scope = replicas.Enter();
            replay.Backward();
        }

        Assert.Equal(2, replay.Replays);
        Assert.False(_weight.HasGradient);
        Assert.Equal([4 * 6, 4 * 8], replicas.Parameters[0].Gradient.ToArray());
    }

    private static Parameter<double>[] Used(Tape<double> tape, params Parameter<double>[] parameters)
    {
        foreach (Parameter<double> parameter in parameters)
            tape.Use(parameter);
        return tape.ParametersInUse();
    }

    // Ones in the rows that were looked up.
    private static void Look(Parameter<double> table, params int[] rows)
    {
        using Tape<double> tape = new();
        tape.Backward(Sum(Gather(tape.Use(table), rows)));
    }

    private static void SetGradient(Parameter<float> parameter, float[] values)
    {
        using Tape<float> tape = new();
        tape.Backward([tape.Use(parameter)], [tape.Constant(values, parameter.Shape)]);
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
}
