using System;

namespace AutoDiff.Layers;

/// <summary>
/// Draws a fixed number of different classes, frequent ones more often: class i with a probability in proportion to <c>log((i + 2) / (i + 1))</c>, about
/// 1 / (i + 1), as words by falling frequency are distributed.
/// </summary>
/// <remarks>
/// <para>No class is drawn twice, and how often each is drawn is known exactly: <see cref="Inclusion"/>, which is 1 for as many of the first classes as the number of candidates
/// asks for. The others are taken at equal distances of the distribution from one random place on (systematic sampling), which costs one random number a draw, and no
/// trials: the sum of <c>f(i) / Inclusion(i)</c> over the candidates has the mean of <c>f</c>'s sum over all classes.</para>
/// <para>The distribution is that of TensorFlow's <c>log_uniform_candidate_sampler</c>, which draws until there are enough different classes and estimates how
/// often each is among them. Source: Madow 1949, "On the theory of systematic sampling, II"; Horvitz and Thompson 1952, "A generalization of sampling without
/// replacement from a finite universe".</para>
/// </remarks>
public sealed class LogUniformCandidates
{
    // The distribution's length of the classes that are not certain, in nats, and how many candidates are among them.
    private readonly double _length;
    private readonly int _uncertain;

    /// <summary>Makes a sampler.</summary>
    /// <param name="classes">How many classes there are, by falling frequency.</param>
    /// <param name="count">How many to draw; all of them if as many.</param>
    /// <exception cref="ArgumentException">The count is not from 1 to the number of classes.</exception>
    public LogUniformCandidates(int classes, int count)
    {
        if (count < 1 || count > classes)
            throw new ArgumentException($"LogUniformCandidates: {count} of {classes} classes; need 1 or more, and not more than there are.");
        (Classes, Count) = (classes, count);

        // The fewest first classes to take for certain so that no other would be drawn more than once.
        while (Certain < count && (count - Certain) * Weight(Certain) > Length(Certain))
            Certain++;
        (_length, _uncertain) = (Length(Certain), count - Certain);
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many are drawn.</summary>
    public int Count { get; }

    /// <summary>How many of the first classes are always among them.</summary>
    public int Certain { get; }

    /// <summary>The probability that a class is among the candidates.</summary>
    /// <param name="candidate">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Inclusion(int candidate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(candidate);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(candidate, Classes);
        return candidate < Certain ? 1 : Math.Min(1, _uncertain * Weight(candidate) / _length);
    }

    /// <summary>Draws candidates with a key: the same key gives the same ones.</summary>
    /// <param name="key">Names the random number.</param>
    /// <param name="candidates">Where they go, rising; as many as <see cref="Count"/>.</param>
    /// <exception cref="ArgumentException">There is not room for exactly so many.</exception>
    public void Draw(RandomKey key, Span<int> candidates)
    {
        Span<double> place = stackalloc double[1];
        CounterRandom.FillUniform(key.Seed, key.Stream, 0, place);
        Draw(place[0], candidates);
    }

    /// <summary>The candidates at a place between 0 and 1, over which they are uniform.</summary>
    /// <param name="place">The place, 0 or more and less than 1.</param>
    /// <param name="candidates">Where they go, rising; as many as <see cref="Count"/>.</param>
    /// <exception cref="ArgumentException">The place is not in [0, 1), or there is not room for exactly so many.</exception>
    public void Draw(double place, Span<int> candidates)
    {
        if (!(place >= 0 && place < 1))
            throw new ArgumentException(FormattableString.Invariant($"LogUniformCandidates: not a place: {place}; need 0 or more and less than 1."));
        if (candidates.Length != Count)
            throw new ArgumentException($"LogUniformCandidates: room for {candidates.Length} candidates; need room for {Count}, as many as are drawn.");
        for (int i = 0; i < Certain; i++)
            candidates[i] = i;
        for (int i = 0; i < _uncertain; i++)
        {
            int drawn = (int)((Certain + 1) * Math.Exp((i + place) / _uncertain * _length)) - 1;

            // Rounding must neither repeat a class nor leave too few for the rest.
            int least = Certain + i == 0 ? 0 : candidates[Certain + i - 1] + 1;
            candidates[Certain + i] = Math.Clamp(drawn, least, Classes - _uncertain + i);
        }
    }

    // Of one class, and of all from one on: log((i + 2) / (i + 1)), which sum to log((classes + 1) / (i + 1)).
    private static double Weight(int candidate) => double.LogP1(1.0 / (candidate + 1));

    private double Length(int first) => Math.Log((Classes + 1.0) / (first + 1));
}
