using System;
using System.Globalization;
using System.Numerics;

namespace AutoDiff.Rnn;

// A probability for each of a state's parts, in their order; a part without one has 0.
internal static class PartProbabilities
{
    public static double[] Of<T, TState>(string operation, ReadOnlySpan<double> probabilities)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        int parts = default(TState).PartCount;
        if (probabilities.Length < 1 || probabilities.Length > parts)
            throw new ArgumentException(
                $"{operation}: {probabilities.Length} probabilities for a state of {parts} parts; "
                    + "need one for each part, in the state's order, or for the first ones.");
        double[] all = new double[parts];
        probabilities.CopyTo(all);
        foreach (double probability in all)
            Check(operation, probability);
        return all;
    }

    public static void Check(string operation, double probability)
    {
        if (!(probability >= 0 && probability < 1))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{operation}: not a probability: {probability}; need 0 or more and less than 1."));
    }
}
