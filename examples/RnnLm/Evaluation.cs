using System;

namespace AutoDiff.Examples.RnnLm;

/// <summary>A measurement on sentences.</summary>
/// <param name="Loss">The mean loss per word, in nats; words are the predicted ones, ends of sentences included.</param>
/// <param name="Agreement">The fraction of sentences in which the verb is likelier than its form in the other number. A tie is an error.</param>
public readonly record struct Evaluation(double Loss, double Agreement)
{
    /// <summary>The perplexity.</summary>
    public double Perplexity => Math.Exp(Loss);

    /// <summary>The loss without the free points for the word <c>UNK</c>: <c>(loss + f ln f) / (1 - f)</c>.</summary>
    /// <param name="lost">The fraction f of tokens that are lost to <c>UNK</c>.</param>
    public double AdjustedLoss(double lost) => lost == 0 ? Loss : (Loss + (lost * Math.Log(lost))) / (1 - lost);
}
