using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.RnnLm;

/// <summary>The dev losses as a picture: a line for each size and rate, over the policies.</summary>
public static class Picture
{
    /// <summary>Draws what was measured, and what is published.</summary>
    /// <param name="comparison">What was measured.</param>
    public static SvgDrawing Draw(Comparison comparison)
    {
        string[] policies = [.. comparison.Rows.Select(row => row.Trial.Policy.Name).Distinct()];
        var lines = comparison.Rows.GroupBy(row => (row.Trial.Settings.Hidden, row.Trial.Settings.LearningRate)).ToArray();
        IEnumerable<Series> measured = lines.Select(line => new Series(
            $"{line.Key.Hidden} units, rate {line.Key.LearningRate}",
            [.. line.Select((row, at) => ((double)at, row.Results.Average(result => result.Best.Validation.Loss)))]));
        IEnumerable<Series> published = lines.Select(line => new Series(
            $"{line.Key.Hidden}, {line.Key.LearningRate}, published",
            [.. line.Select((row, at) => ((double)at, (comparison.HasPublished ? Published.LossOf(row.Trial) : null) ?? double.NaN)).Where(point => double.IsFinite(point.Item2))],
            IsDashed: true));
        return new LineChart
        {
            Title = $"{comparison.Corpus.Name}: {comparison.Corpus.Training.Count:N0} sentences, {comparison.Settings.Activation}",
            XTitle = "truncation",
            YTitle = "dev loss, nats a word",
            XNames = policies,
            Lines = [.. measured, .. published.Where(line => line.Points.Count > 0)],
        }.Draw();
    }
}
