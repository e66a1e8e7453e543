using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

internal sealed class CellCase<TState>(string name, Func<int, int, RandomStream, ICell<double, TState>> make, ScalarCells.Step formula) : CellCase(name)
    where TState : struct, IState<TState, double>
{
    private static readonly Noise OfOneSequence = new(new RandomKey(5, 6));

    public override Type Type => make(2, 3, new RandomStream(1)).GetType();

    public override object Make(int inputs, int hidden, RandomStream random) => make(inputs, hidden, random);

    public override string? IsItsFormula(Random random)
    {
        ICell<double, TState> cell = Drawn(random, random.Next(1, 5), random.Next(1, 18));
        int steps = random.Next(1, 5), batch = random.Next(1, 4), inputs = cell.InputSize, outputs = cell.OutputSize;
        double[] x = Numbers.Draw(random, steps * batch * inputs, 2);
        using Tape<double> tape = new();
        TState start = Start(cell, tape, random, batch);
        Variable<double> unrolled = cell.Unroll(tape.Constant(x, new Shape(steps, batch, inputs)), in start, out TState final);
        double[] expected = new double[steps * batch * outputs];
        for (int row = 0; row < batch; row++)
        {
            double[][] state = [.. Enumerable.Range(0, start.PartCount).Select(part => Row(start[part], row))];
            for (int t = 0; t < steps; t++)
            {
                int first = ((t * batch) + row) * inputs;
                (double[] output, state) = formula(cell.Parameters, x[first..(first + inputs)], state);
                output.CopyTo(expected, ((t * batch) + row) * outputs);
            }

            for (int part = 0; part < state.Length; part++)
            {
                if (Numbers.Differ($"part {part} of the last state", state[part], Row(final[part], row)) is string broken)
                    return broken;
            }
        }

        return Numbers.Differ("outputs", expected, unrolled.Values);
    }

    // In training: masks stay, so that the function is one function.
    public override void HasRightDerivatives()
    {
        Random random = new(2);
        ICell<double, TState> cell = Drawn(random, 2, 3);
        int outputs = cell.OutputSize;
        Parameter<double> inputs = new("inputs", new Shape(3, 2, 2), Numbers.Draw(random, 12));
        Parameter<double>[] start = StartParameters(cell, random, 2);
        Func<Tape<double>, Variable<double>> unroll = tape =>
        {
            Variable<double>[] parts = [.. start.Select(tape.Use)];
            Variable<double> y = cell.Unroll(tape.Use(inputs), TState.FromParts(parts), out TState final, noise: OfOneSequence);
            Variable<double> last = final[default(TState).PartCount - 1];
            return Ops.Concatenate(0, Ops.Reshape(y, new Shape(y.Shape.Count)), Ops.Reshape(last, new Shape(last.Shape.Count)));
        };
        GradientCheck.Of(unroll, [.. Used(cell), inputs, .. start]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Directions(2).Assert();
    }

    // The gradient's own squared length is differentiated.
    public override void HasADifferentiablePenalty()
    {
        Random random = new(4);
        ICell<double, TState> cell = Drawn(random, 2, 2);
        double[] inputs = Numbers.Draw(random, 8);
        Func<Tape<double>, Variable<double>> penalty = tape =>
        {
            Variable<double> y = cell.Unroll(tape.Constant(inputs, new Shape(2, 2, 2)), cell.InitialState(tape, 2), out _);
            Variable<double>[] gradients = tape.Gradient(Ops.Sum(Ops.Square(y)), [.. cell.Parameters.Select(tape.Use)], record: true);
            return gradients.Select(one => Ops.Sum(Ops.Square(one))).Aggregate((a, b) => a + b);
        };
        GradientCheck.Of(penalty, [.. cell.Parameters]).AgainstFiniteDifferences().AgainstForwardMode().Directions(2).Assert();
    }

    // One sequence, mapped over four: values and each sequence's own gradients, none of it step by step.
    public override void IsMapped()
    {
        const int Sequences = 4, Steps = 3;
        Random random = new(7);
        ICell<double, TState> cell = Drawn(random, 2, 3);
        double[] inputs = Numbers.Draw(random, Sequences * Steps * 2);
        using Tape<double> tape = new();
        Variable<double> Loss(Variable<double> sequence) => Ops.Sum(Ops.Square(cell.Unroll(Ops.Reshape(sequence, new Shape(Steps, 1, 2)), cell.InitialState(tape, 1), out _)));
        Variable<double> batch = tape.Constant(inputs, new Shape(Sequences, Steps, 2));
        Variable<double>[] weights = [.. cell.Parameters.Select(tape.Use)];
        BatchReport report = new();
        Variable<double> losses = tape.Map(Loss, batch, report);
        Variable<double>[] gradients = tape.PerSampleGradients(one => Loss(one[0]), [batch], weights, report: report);
        Assert.Empty(report.Looped);
        for (int i = 0; i < Sequences; i++)
        {
            Variable<double> alone = Loss(tape.Constant(inputs.AsSpan(i * Steps * 2, Steps * 2), new Shape(Steps, 2)));
            Assert.Equal(alone.Item(), losses.Values[i], 1e-13);
            Variable<double>[] expected = tape.Gradient(alone, weights);
            for (int w = 0; w < weights.Length; w++)
                Assert.All(expected[w].ToArray().Zip(Ops.Select(gradients[w], 0, i).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    // A cell that runs over whole sequences against its own steps, also where rows begin anew and in training.
    public override string? RunsAsItSteps(Random random)
    {
        ICell<double, TState> cell = Drawn(random, random.Next(1, 6), random.Next(1, 10));
        return SequenceTests.Compare(cell, random.Next(1, 12), random.Next(1, 5), random, OfOneSequence);
    }

    public override string? Truncates(Random random)
    {
        // The definition starts from numbers, so that a learnt start has no gradient there; LearnedStartTests see to it.
        ICell<double, TState> cell = make(2, 3, new RandomStream(1));
        CellTrial<TState> trial = new(cell, 5, 2, random);
        Parameter<double>[] compared = cell is LearnedStartCell<double, TState> learned ? [.. trial.Parameters.Except(learned.Start)] : trial.Parameters;
        foreach (Truncation policy in (Truncation[])[Truncation.None, Truncation.Chunks(2), Truncation.Window(2), Truncation.Window(3, 2)])
        {
            double loss = trial.Naive(policy.Length ?? int.MaxValue, policy.Stride ?? trial.Steps);
            double[] expected = Numbers.Gradients(compared);
            string? broken = Numbers.Differ($"{policy}: loss", [loss], [trial.Accumulate(policy)])
                ?? Numbers.Differ($"{policy}: gradient", expected, Numbers.Gradients(compared));
            if (broken is not null)
                return broken;
        }

        return null;
    }

    public override string? LooksUpOneHot(Random random)
    {
        ICell<double, TState> cell = Drawn(random, 5, 4);
        int[] classes = Numbers.Classes(random, random.Next(1, 9), 5);
        using Tape<double> tape = new();
        Variable<double> expected = cell.Project(Ops.OneHot(tape, classes, 5)), actual = cell.ProjectOneHot(tape, classes);
        Variable<double> bar = tape.Constant(Numbers.Draw(random, expected.Shape.Count), expected.Shape);
        if (!expected.IsActive)
            return Numbers.Differ("values", expected.Values, actual.Values);
        cell.ClearGradients();
        tape.Backward([expected], [bar]);
        double[] gradients = Numbers.Gradients(cell.Parameters);
        cell.ClearGradients();
        tape.Backward([actual], [bar]);
        return Numbers.Differ("values", expected.Values, actual.Values) ?? Numbers.Differ("gradients", gradients, Numbers.Gradients(cell.Parameters));
    }

    // The same sequence in pieces sees the same numbers, bit by bit where it runs step by step; another key gives others, and a cell that draws nothing does not care.
    public override string? ReplaysItsNoise(Random random)
    {
        ICell<double, TState> cell = new StepwiseCell<TState>(Drawn(random, 3, 20));
        double[] x = Numbers.Draw(random, 6 * 2 * 3);
        using Tape<double> tape = new();
        TState start = Start(cell, tape, random, 2), state = start;
        Variable<double> inputs = tape.Constant(x, new Shape(6, 2, 3));
        double[] whole = cell.Unroll(inputs, in start, out _, noise: OfOneSequence).ToArray();
        List<double> pieces = [];
        for (int t = 0; t < 6; t += 2)
            pieces.AddRange(cell.Unroll(Ops.Slice(inputs, 0, t, 2), in state, out state, noise: OfOneSequence.Later(t)).ToArray());
        if (!whole.SequenceEqual(pieces))
            return "pieces differ from the whole";
        double[] other = cell.Unroll(inputs, in start, out _, noise: new Noise(new RandomKey(5, 7))).ToArray(), evaluated = cell.Unroll(inputs, in start, out _).ToArray();
        bool draws = Name is "zoneout" or "state dropout" or "weight drop" or "all of them";
        return draws == whole.SequenceEqual(other) || draws == whole.SequenceEqual(evaluated) ? $"noise {(draws ? "does nothing" : "changes something")}" : null;
    }

    // A row that begins anew goes on as a new sequence does, and no gradient reaches what was before.
    public override void BeginsAnewByRow()
    {
        Random random = new(3);
        ICell<double, TState> cell = Drawn(random, 2, 3);
        double[] x = Numbers.Draw(random, 4 * 2 * 2);
        using Tape<double> tape = new();
        TState start = Start(cell, tape, random, 2);
        Variable<double> inputs = tape.Variable(x, new Shape(4, 2, 2));
        bool[] reset = new bool[8];
        reset[(2 * 2) + 1] = true;
        Variable<double> whole = cell.Unroll(inputs, in start, out TState final, reset);
        Variable<double> tail = cell.Unroll(Ops.Slice(inputs, 0, 2, 2), cell.InitialState(tape, 2), out _);
        Assert.Null(Numbers.Differ("row", Row(Ops.Select(tail, 0, 1), 1), Row(Ops.Select(whole, 0, 3), 1)));
        double[] gradient = tape.Gradient(Ops.Sum(Ops.Select(Ops.Select(whole, 0, 3), 0, 1)), inputs).ToArray();
        Assert.All(gradient[..10], one => Assert.Equal(0, one));
        Assert.Contains(gradient[10..], one => one != 0);
        TState cut = States.DetachState<double, TState>(final), chosen = States.SelectRows<double, TState>(final, [1, 0, 1]);
        for (int part = 0; part < final.PartCount; part++)
        {
            Assert.Equal(final[part].ToArray(), cut[part].ToArray());
            Assert.False(cut[part].IsActive);
            Assert.Equal([.. Row(final[part], 1), .. Row(final[part], 0), .. Row(final[part], 1)], chosen[part].ToArray());
        }
    }

    public override void KeepsItsParametersInAFile()
    {
        ICell<double, TState> cell = Drawn(new Random(8), 2, 3), other = make(2, 3, new RandomStream(9));
        Assert.Equal(cell.Parameters.Count, cell.Parameters.Select(parameter => parameter.Name).Distinct().Count());
        TensorFile file = new();
        file.AddParameters(cell.Parameters);
        using MemoryStream stream = new();
        file.Write(stream);
        stream.Position = 0;
        TensorFile.Read(stream, "memory").LoadParameters(other.Parameters);
        Assert.Equal(cell.Parameters.SelectMany(parameter => parameter.Values.ToArray()), other.Parameters.SelectMany(parameter => parameter.Values.ToArray()));
    }

    // A state of another batch, and parts of other features, in evaluation and in training.
    public override void IsRefusedWithoutATrace()
    {
        Random random = new(3);
        ICell<double, TState> cell = Drawn(random, 3, 3);
        using Tape<double> tape = new();
        TState state = Start(cell, tape, random, 2), other = Start(cell, tape, random, 3);
        Variable<double> inputs = tape.Fill(0.1, new Shape(4, 2, 3)), projected = cell.Project(Ops.Select(inputs, 0, 0));
        Variable<double> wide = tape.Fill(0.1, projected.Shape.With(-1, projected.Shape[1] + 1));
        cell.Advance(projected, in state, OfOneSequence, out _);
        cell.Unroll(inputs, in state, out _);
        Refused("batch", () => cell.Advance(projected, in other, out _));
        Refused("projected", () => cell.Advance(wide, in state, out _));
        Refused("projected, training", () => cell.Advance(wide, in state, OfOneSequence, out _));
        for (int part = 0; part < state.PartCount; part++)
        {
            Variable<double>[] parts = [.. Enumerable.Range(0, state.PartCount).Select(i => state[i])];
            parts[part] = tape.Fill(0.1, parts[part].Shape.With(-1, parts[part].Shape[1] + 1));
            TState broad = TState.FromParts(parts);
            Refused($"part {part}", () => cell.Advance(projected, in broad, out _));
            Refused($"part {part}, training", () => cell.Advance(projected, in broad, OfOneSequence, out _));
            if (cell is ISequenceCell<double, TState> whole)
                Refused($"part {part}, sequence", () => whole.Run(inputs, in broad, OfOneSequence, out _));
        }

        void Refused(string what, Action call)
        {
            TapeCounters before = tape.Counters;
            Assert.ThrowsAny<ArgumentException>(call);
            Assert.True(before == tape.Counters, $"{what}: {tape.Counters.Nodes - before.Nodes} nodes");
        }
    }

    public override long BytesOfAStep()
    {
        ICell<double, TState> cell = Drawn(new Random(1), 3, 3);
        double[] x = Numbers.Draw(new Random(2), 4 * 2 * 3);
        bool[] reset = [false, false, false, false, true, false, false, false];
        using Tape<double> tape = new();
        long Updates(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < count; step++)
            {
                tape.Reset();
                cell.ClearGradients();
                tape.Backward(Ops.Sum(cell.Unroll(tape.Constant(x, new Shape(4, 2, 3)), cell.InitialState(tape, 2), out _, reset, new Noise(new RandomKey(1, (ulong)step)))));
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Updates(60);
        return Enumerable.Range(0, 5).Select(_ => Updates(10)).Min();
    }

    private ICell<double, TState> Drawn(Random random, int inputs, int hidden)
    {
        ICell<double, TState> cell = make(inputs, hidden, new RandomStream(1));
        Numbers.Redraw(random, cell.Parameters);
        return cell;
    }

    // A state of random numbers, of the shapes of the initial one.
    private static TState Start(ICell<double, TState> cell, Tape<double> tape, Random random, int batch)
    {
        Variable<double>[] parts = [.. StartParameters(cell, random, batch).Select(part => tape.Constant(part.Values, part.Shape))];
        return TState.FromParts(parts);
    }

    private static Parameter<double>[] StartParameters(ICell<double, TState> cell, Random random, int batch)
    {
        using Tape<double> tape = new();
        TState zero = cell.InitialState(tape, batch);
        return [.. Enumerable.Range(0, zero.PartCount).Select(part => new Parameter<double>($"state{part}", zero[part].Shape, Numbers.Draw(random, zero[part].Shape.Count)))];
    }

    // The parameters that a sequence from another state uses.
    private static IEnumerable<Parameter<double>> Used(ICell<double, TState> cell) =>
        cell is LearnedStartCell<double, TState> learned ? cell.Parameters.Except(learned.Start) : cell.Parameters;

    private static double[] Row(Variable<double> part, int row) => Ops.Select(part, 0, row).ToArray();
}
