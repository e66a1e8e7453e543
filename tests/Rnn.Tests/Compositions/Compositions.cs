using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;

namespace AutoDiff.Tests.Rnn.Compositions;

// What stands together in a composition: rows of one length or of several, rows that begin anew, a cell that draws noise and one whose start is learnt.
internal static class Compositions
{
    public const int Steps = 7;

    private const int Inputs = 2, Hidden = 2;

    public static ComposedSequence<TState> Make<TState>(CellKind kind, string with)
        where TState : struct, IState<TState, double>
    {
        bool isAll = with == "all", hasNoise = isAll || with == "noise";
        int[] lengths = isAll || with == "rows" ? [4, Steps, 0, 1] : [Steps, Steps];
        Noise noise = hasNoise ? new Noise(new RandomKey(3, 4)) : default;
        return new ComposedSequence<TState>(() => (ICell<double, TState>)Cell(kind, hasNoise, isAll), lengths, resets: isAll || with == "resets", noise, seed: 6);
    }

    private static object Cell(CellKind kind, bool hasNoise, bool hasStart)
    {
        RandomStream random = new(1);
        switch (kind)
        {
            case CellKind.Lstm:
                LstmCell<double> lstm = new(Inputs, Hidden, random);
                return Wrapped(lstm, lstm.RecurrentWeights, hasNoise, hasStart);
            case CellKind.Gru:
                GruCell<double> gru = new(Inputs, Hidden, random);
                return Wrapped(gru, gru.RecurrentWeights, hasNoise, hasStart);
            default:
                ElmanCell<double> elman = new(Inputs, Hidden, random);
                return Wrapped(elman, elman.RecurrentWeights, hasNoise, hasStart);
        }
    }

    private static ICell<double, TState> Wrapped<TState>(ICell<double, TState> cell, Parameter<double> weights, bool hasNoise, bool hasStart)
        where TState : struct, IState<TState, double>
    {
        ICell<double, TState> noisy = hasNoise ? cell.WithWeightDrop(weights, 0.2).WithStateDropout(0.3).WithZoneout(0.3) : cell;
        return hasStart ? noisy.WithLearnedStart() : noisy;
    }
}
