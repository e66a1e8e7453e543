using System;
using System.Collections.Generic;
using System.Threading;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>Draws text from a model.</summary>
public static class Sampling
{
    /// <summary>The prompt, then characters drawn one after the other. Memory grows with the text alone, which ends early where it is stopped.</summary>
    public static string Sample<TState>(CharacterModel<TState> model, string prompt, int length, double temperature, ulong seed, CancellationToken stop)
        where TState : struct, IState<TState, float>
    {
        List<int> text = [.. model.Vocabulary.Encode(prompt)];
        Random random = new(HashCodeOf(seed));
        double[] weights = new double[model.Vocabulary.Count];
        CarriedState<float, StackState<float, TState>> carried = new();
        using Tape<float> tape = new();
        int[] next = text.Count > 0 ? [.. text] : [model.Vocabulary.Opening];
        for (int i = 0; i < length && !stop.IsCancellationRequested; i++)
        {
            tape.Reset();
            using NoGradientScope<float> forward = tape.NoGradient();
            StackState<float, TState> state = carried.IsEmpty ? model.Network.Stack.InitialState(tape, 1) : carried.Restore(tape);
            Variable<float> features = model.Network.Features(tape, next, 1, in state, out StackState<float, TState> last);
            carried.Save(last);
            ReadOnlySpan<float> scores = model.Network.Output.Scores(Ops.Select(features, 0, next.Length - 1)).Values;
            next = [Draw(scores, temperature, weights, random)];
            text.Add(next[0]);
        }

        return model.Vocabulary.Decode(text.ToArray());
    }

    // Softmax of scores / temperature, by its running sum.
    private static int Draw(ReadOnlySpan<float> scores, double temperature, Span<double> weights, Random random)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            best = scores[i] > scores[best] ? i : best;
        if (temperature == 0)
            return best;
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
            sum += weights[i] = Math.Exp((scores[i] - scores[best]) / temperature);
        double left = random.NextDouble() * sum;
        for (int i = 0; i < scores.Length; i++)
        {
            left -= weights[i];
            if (left < 0)
                return i;
        }

        return best;
    }

    private static int HashCodeOf(ulong seed) => unchecked((int)(seed ^ (seed >> 32)));
}
