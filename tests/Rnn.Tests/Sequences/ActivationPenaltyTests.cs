using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Sequences;

// Penalties on large and on changing outputs against their sums written out.
public sealed class ActivationPenaltyTests
{
    [Fact]
    public void Sums_and_means_are_as_written() => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            int[] lengths = PackedRunTests.DrawLengths(random);
            PackedRows rows = new(lengths);
            double[][] byRow = [.. lengths.Select(length => Numbers.Draw(random, 2 * length))];
            double change = byRow.Sum(row => row.Skip(2).Zip(row, (later, sooner) => (later - sooner) * (later - sooner)).Sum()),
                size = byRow.Sum(row => row.Sum(value => value * value));
            int changes = lengths.Sum(length => 2 * Math.Max(0, length - 1)), sizes = 2 * rows.Count;
            using Tape<double> tape = new();
            Variable<double> packed = rows.PackRows(tape.Constant([.. byRow.SelectMany(row => row)], new Shape(rows.Count, 2)));
            double[] SumAndMean(Func<LossReduction, Variable<double>> penalty) => [penalty(LossReduction.Sum).Item(), penalty(LossReduction.Mean).Item()];
            string? broken = Numbers.Differ("size", [size, size / Math.Max(1, sizes)], SumAndMean(reduction => ActivationPenalty.Size(packed, reduction)))
                ?? Numbers.Differ("change", [change, change / Math.Max(1, changes)], SumAndMean(reduction => ActivationPenalty.Change(packed, rows, reduction)));

            // A row alone is a dense batch; in two segments, the change across the cut is missing.
            for (int row = 0; row < lengths.Length && broken is null; row++)
            {
                if (lengths[row] == 0)
                    continue;
                double one = byRow[row].Skip(2).Zip(byRow[row], (later, sooner) => (later - sooner) * (later - sooner)).Sum();
                broken = Numbers.Differ("dense", [one], [ActivationPenalty.Change(tape.Constant(byRow[row], new Shape(lengths[row], 1, 2)), LossReduction.Sum).Item()]);
            }

            int cut = random.Next(rows.StepCount + 1);
            double Across(double[] row, int f) => Math.Pow(row[(2 * cut) + f] - row[(2 * cut) - 2 + f], 2);
            double Of(PackedSegment part) => ActivationPenalty.Change(Ops.Slice(packed, 0, part.First, part.Count), part, LossReduction.Sum).Item();
            double across = cut == 0 ? 0 : byRow.Where(row => row.Length > 2 * cut).Sum(row => Across(row, 0) + Across(row, 1));
            double parts = Of(rows.Steps(0, cut)) + Of(rows.Steps(cut, rows.StepCount));
            return broken ?? Numbers.Differ("in segments", [change - across], [parts]);
        },
        cases: 20);

    [Fact]
    public void Gradients_are_right()
    {
        PackedRows rows = new([2, 4, 0]);
        Parameter<double> outputs = new("outputs", new Shape(6, 2), Numbers.Draw(new Random(1), 12));
        GradientCheck.Of(tape => ActivationPenalty.Change(tape.Use(outputs), rows, LossReduction.Mean) + ActivationPenalty.Size(tape.Use(outputs), LossReduction.Mean), [outputs])
            .AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using Tape<double> tape = new();
        PackedRowsTests.Refused(
            () => ActivationPenalty.Change(tape.Fill(0, new Shape(3, 2)), LossReduction.Sum),
            "ActivationPenalty.Change",
            "[3, 2]",
            "[time, batch, features]",
            "rows too");
        PackedRowsTests.Refused(() => ActivationPenalty.Change(tape.Fill(0, new Shape(0, 3, 2)), LossReduction.Sum), "[0, 3, 2]");
        PackedRowsTests.Refused(
            () => ActivationPenalty.Change(tape.Fill(0, new Shape(3, 2)), new PackedRows([2, 2]), LossReduction.Sum),
            "ActivationPenalty.Change",
            "[3, 2]",
            "[4, ...]");
    }
}
