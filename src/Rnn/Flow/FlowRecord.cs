using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Rnn;

// What a sweep writes down on its way, from the last step to the first.
internal sealed class FlowRecord(int steps)
{
    private readonly List<Place> _places = [];
    private readonly List<double> _wholeSums = [];
    private readonly List<int> _counts = [];
    private readonly double[] _growth = [.. Enumerable.Repeat(double.NaN, steps)];

    public void Step(string name, bool isGate, int step, double norm) => At(name, isGate).Steps[step] = norm;

    public void Lag(string name, int lag, double norm)
    {
        List<double> sums = At(name, isGate: false).LagSums;
        while (sums.Count <= lag)
            sums.Add(0);
        sums[lag] += norm;
    }

    public void WholeLag(int lag, double norm)
    {
        while (_wholeSums.Count <= lag)
        {
            _wholeSums.Add(0);
            _counts.Add(0);
        }

        _wholeSums[lag] += norm;
        _counts[lag]++;
    }

    public void Growth(int step, double factor) => _growth[step] = factor;

    public FlowReport Report(
        int sequenceSteps,
        List<FollowedLoss> losses,
        List<Transition> transitions,
        List<WindowBias> biases,
        FlowOptions options,
        string? notFinite,
        int failedStep)
    {
        double[] mean = Means(_wholeSums);
        TruncationBias bias = new(mean, biases);
        FlowSeries[] places = [.. _places.Select(place => new FlowSeries(place.Name, place.IsGate, place.Steps, place.IsGate ? [] : Means(place.LagSums)))];
        IReadOnlyList<FlowVerdict> verdicts = Verdicts.Of(losses, mean, bias, transitions, options, notFinite, failedStep);
        return new FlowReport(sequenceSteps, steps, losses, places, mean, transitions, GrowthRate(), bias, verdicts);
    }

    // The geometric mean of the growth factors, without the steps in which a random direction turns towards what grows most.
    private double GrowthRate()
    {
        int settled = Math.Max(1, steps - Math.Min(10, steps / 4));
        double sum = 0;
        for (int step = 0; step < settled && step < steps; step++)
        {
            if (double.IsNaN(_growth[step]) || _growth[step] == 0)
                return 0;
            sum += Math.Log(_growth[step]);
        }

        return steps == 0 ? double.NaN : Math.Exp(sum / settled);
    }

    private double[] Means(List<double> sums) => [.. sums.Select((sum, lag) => sum / _counts[lag])];

    private Place At(string name, bool isGate)
    {
        foreach (Place place in _places)
        {
            if (place.Name == name)
                return place;
        }

        Place made = new(name, isGate, new double[steps], []);
        _places.Add(made);
        return made;
    }

    private sealed record Place(string Name, bool IsGate, double[] Steps, List<double> LagSums);
}
