using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Layers;

/// <summary>
/// A softmax over many classes whose frequent ones cost little: the head scores the classes before the first cutoff and, beside them, clusters of the rarer
/// ones; a cluster scores its own classes from fewer features, and only for the rows whose target it holds.
/// <c>log p(class) = log p_head(class)</c>, or <c>log p_head(cluster) + log p_cluster(class)</c>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// <para>Classes are numbered by falling frequency. The probabilities of all classes sum to 1, and training follows their exact gradient. Without cutoffs it is
/// the plain softmax.</para>
/// <para>Cost of a training step: the head for every row, a cluster for its own rows. Clusters without a target in a step take no part and get no gradient. A
/// step allocates nothing. A <see cref="Replay{T}"/> records it each time, since which rows meet depends on the targets.</para>
/// <para>PyTorch: <c>nn.AdaptiveLogSoftmaxWithLoss</c>, with the same parameters <c>head</c>, <c>tail.0.0</c>, <c>tail.0.1</c>, ... (its weights are transposed).
/// Source: Grave, Joulin, Cissé, Grangier and Jégou 2017, "Efficient softmax approximation for GPUs", section 4.</para>
/// </remarks>
public sealed class AdaptiveSoftmax<T> : IOutputLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AdaptiveCluster<T>[] _clusters;

    // Where the shortlist and each cluster end.
    private readonly int[] _ends;

    /// <summary>Makes a layer. Weights are Xavier-uniform, the head's bias zero; clusters have none.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="classes">How many classes there are, by falling frequency.</param>
    /// <param name="cutoffs">Where the shortlist and every cluster but the last end, rising, as in 2,000 and 10,000 for 100,000 classes.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="divisor">A cluster's features are those of the inputs divided by this, then by its square, and so on, rounded down.</param>
    /// <param name="headBias">Whether the head has a bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">
    /// A size is less than 1, the cutoffs do not rise between 0 and the classes, the divisor is not positive, or a cluster has no feature left.
    /// </exception>
    public AdaptiveSoftmax(int inputSize, int classes, ReadOnlySpan<int> cutoffs, RandomStream random, double divisor = 4, bool headBias = false, string name = "adaptive")
    {
        ModuleErrors.RequirePositive("AdaptiveSoftmax", nameof(inputSize), inputSize, nameof(classes), classes);
        _ends = [.. cutoffs, classes];
        RequireRising(_ends);
        int[] features = [.. Enumerable.Range(0, cutoffs.Length).Select(i => FeaturesOf(i, inputSize, divisor))];
        _clusters = new AdaptiveCluster<T>[cutoffs.Length];
        Head = new Linear<T>(inputSize, _ends[0] + cutoffs.Length, random, headBias, $"{name}.head");
        List<Parameter<T>> parameters = [.. Head.Parameters];
        for (int i = 0; i < cutoffs.Length; i++)
        {
            Linear<T> projection = new(inputSize, features[i], random, bias: false, $"{name}.tail.{i}.0");
            _clusters[i] = new(_ends[i], _ends[i + 1], projection, new Linear<T>(features[i], _ends[i + 1] - _ends[i], random, bias: false, $"{name}.tail.{i}.1"));
            parameters.AddRange([.. projection.Parameters, .. _clusters[i].Output.Parameters]);
        }

        Parameters = parameters.ToArray();
    }

    /// <summary>Scores of the frequent classes, then one of each cluster.</summary>
    public Linear<T> Head { get; }

    /// <summary>The clusters of rarer classes, the more frequent first.</summary>
    public IReadOnlyList<AdaptiveCluster<T>> Clusters => _clusters;

    /// <inheritdoc/>
    public int InputSize => Head.Weight.Shape[0];

    /// <inheritdoc/>
    public int Classes => _ends[^1];

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    private int Shortlist => _ends[0];

    /// <summary>The surprise of the targets, in nats, <c>-log p(target)</c>, as one number.</summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <param name="targets">The right class of each row, row-major.</param>
    /// <param name="reduction">Sum over all rows, or mean over them.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">
    /// The inputs have other features, there is not one target for each row, a target is no class, or there is no row to average over.
    /// </exception>
    public Variable<T> Loss(Variable<T> x, ReadOnlySpan<int> targets, LossReduction reduction)
    {
        VocabularyErrors.RequireLoss("AdaptiveSoftmax", x.Shape, InputSize, targets, Classes, reduction);
        return VocabularyErrors.Reduce(LossOfEach(x, targets), reduction);
    }

    /// <summary>The surprise of each row's target, in nats.</summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <param name="targets">The right class of each row, row-major.</param>
    /// <returns>Losses <c>[rows]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs have other features, there is not one target for each row, or a target is no class.</exception>
    public Variable<T> LossOfEach(Variable<T> x, ReadOnlySpan<int> targets)
    {
        int count = VocabularyErrors.RequireRows("AdaptiveSoftmax", x.Shape, InputSize, targets, Classes), length = ClusterOrder.Length(count, _clusters.Length);
        Variable<T> rows = VocabularyErrors.Rows(x, count, InputSize);
        int[] memory = ArrayPool<int>.Shared.Rent(length);
        try
        {
            ClusterOrder order = new(memory.AsSpan(0, length), count);
            order.Sort(targets, _ends);
            Variable<T> losses = SoftmaxCrossEntropy(Head.Forward(rows), order.HeadTargets);
            for (int i = 0; i < _clusters.Length; i++)
            {
                if (!order.RowsOf(i).IsEmpty)
                    losses = IndexAdd(losses, 0, order.RowsOf(i), SoftmaxCrossEntropy(_clusters[i].Scores(Gather(rows, order.RowsOf(i))), order.TargetsOf(i)));
            }

            return losses;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(memory);
        }
    }

    // Log-probabilities are scores whose softmax they are themselves; the loss is exact in every step.
    Variable<T> IOutputLayer<T>.Scores(Variable<T> x) => LogProbabilities(x);

    Variable<T> IOutputLayer<T>.Loss(Variable<T> x, ReadOnlySpan<int> targets, RandomStream? random, LossReduction reduction) => Loss(x, targets, reduction);

    /// <summary>The log-probabilities of all classes: the scores of this output layer.</summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <returns>Log-probabilities, in nats, <c>[..., classes]</c>. Every cluster is computed for every row.</returns>
    /// <exception cref="ArgumentException">The inputs have other features.</exception>
    public Variable<T> LogProbabilities(Variable<T> x)
    {
        int count = VocabularyErrors.RequireRows("AdaptiveSoftmax", x.Shape, InputSize);
        Variable<T> rows = VocabularyErrors.Rows(x, count, InputSize), y = LogProbabilities(rows, LogSoftmax(Head.Forward(rows)));
        return x.Shape.Rank == 2 ? y : Reshape(y, x.Shape.With(-1, Classes));
    }

    /// <summary>The most probable class of each row.</summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <returns>Classes, row-major; of several that tie, the first.</returns>
    /// <exception cref="ArgumentException">The inputs have other features.</exception>
    /// <remarks>
    /// Plain numbers: nothing is recorded. Where a class of the shortlist is more probable than every cluster, no class in a cluster can be; clusters are
    /// computed for the other rows alone.
    /// </remarks>
    public int[] Predict(Variable<T> x)
    {
        int count = VocabularyErrors.RequireRows("AdaptiveSoftmax", x.Shape, InputSize);
        using NoGradientScope<T> plain = x.Tape.NoGradient();
        Variable<T> rows = VocabularyErrors.Rows(x, count, InputSize), head = LogSoftmax(Head.Forward(rows));
        int[] best = count == 0 ? [] : ArgMax(head, 1), open = [.. Open(best)];
        if (open.Length == 0)
            return best;
        int[] found = ArgMax(LogProbabilities(Gather(rows, open), Gather(head, open)), 1);
        for (int i = 0; i < open.Length; i++)
            best[open[i]] = found[i];
        return best;
    }

    private static void RequireRising(int[] ends)
    {
        for (int i = 0; i < ends.Length; i++)
        {
            if (ends[i] <= (i == 0 ? 0 : ends[i - 1]))
                throw new ArgumentException(
                    $"AdaptiveSoftmax: the cutoffs do not rise: they are [{string.Join(", ", ends[..^1])}] for {ends[^1]} classes; "
                        + "need each above the one before, the first above 0, the last below the classes.");
        }
    }

    private static int FeaturesOf(int cluster, int inputSize, double divisor)
    {
        if (!(divisor > 0 && double.IsFinite(divisor)))
            throw new ArgumentException(FormattableString.Invariant($"AdaptiveSoftmax: not a divisor: {divisor}; need a positive number."));
        double features = inputSize / Math.Pow(divisor, cluster + 1);
        return features is >= 1 and <= int.MaxValue
            ? (int)features
            : throw new ArgumentException(
                FormattableString.Invariant($"AdaptiveSoftmax: cluster {cluster} has no features: {inputSize} inputs divided by {divisor} to the power {cluster + 1}; ")
                    + "need 1 or more. Use a smaller divisor, or fewer cutoffs.");
    }

    // The rows whose best place in the head is a cluster.
    private IEnumerable<int> Open(int[] best)
    {
        for (int row = 0; row < best.Length; row++)
        {
            if (best[row] >= Shortlist)
                yield return row;
        }
    }

    private Variable<T> LogProbabilities(Variable<T> rows, Variable<T> head)
    {
        if (_clusters.Length == 0)
            return head;
        Variable<T>[] parts = new Variable<T>[_clusters.Length + 1];
        parts[0] = Slice(head, 1, 0, Shortlist);
        for (int i = 0; i < _clusters.Length; i++)
            parts[i + 1] = _clusters[i].LogProbabilities(rows) + Slice(head, 1, Shortlist + i, 1);
        return Concatenate(1, parts);
    }
}
