using System;
using System.Buffers;
using System.Collections.Generic;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Layers;

/// <summary>
/// A linear layer to many classes and its softmax, trained on the targets and a few candidates in the place of all classes: a step reads and changes their rows
/// of the weight alone.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// <para>Classes are numbered by falling frequency, and every call has candidates of its own, drawn by <see cref="LogUniformCandidates"/> with one key of a random stream.
/// Gradients of weight and bias are kept in rows (<see cref="Parameter{T}.HasRowGradient"/>). A step allocates nothing. In evaluation all scores are computed.</para>
/// <para>Source: Bengio and Senécal 2008, "Adaptive importance sampling to accelerate training of a neural probabilistic language model"; Jean, Cho, Memisevic and Bengio 2015,
/// "On using very large target vocabulary for neural machine translation"; Mnih and Teh 2012, "A fast and simple algorithm for training neural probabilistic
/// language models".</para>
/// </remarks>
public sealed class SampledSoftmax<T> : IOutputLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer. The weight is Xavier-uniform, the bias zero.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="classes">How many classes there are, by falling frequency.</param>
    /// <param name="candidates">How many of them a training step compares the targets with; all, and the loss is the plain softmax's.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or there are more candidates than classes.</exception>
    public SampledSoftmax(int inputSize, int classes, int candidates, RandomStream random, bool bias = true, string name = "sampled")
    {
        ModuleErrors.RequirePositive("SampledSoftmax", nameof(inputSize), inputSize, nameof(classes), classes);
        Candidates = new LogUniformCandidates(classes, candidates);
        Weight = new Parameter<T>($"{name}.weight", new Shape(classes, inputSize));
        Bias = bias ? new Parameter<T>($"{name}.bias", new Shape(classes)) : null;
        Parameters = Bias is null ? [Weight] : [Weight, Bias];
        Initializers.XavierUniform(Weight, inputSize, classes, random);
    }

    /// <summary>The weight <c>[classes, inputs]</c>: a row for each class.</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The bias <c>[classes]</c>, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>What draws candidates.</summary>
    public LogUniformCandidates Candidates { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public int InputSize => Weight.Shape[1];

    /// <inheritdoc/>
    public int Classes => Candidates.Classes;

    /// <summary>The scores of all classes, as for evaluation; their softmax is what training approximates.</summary>
    /// <param name="x">Inputs <c>[..., inputs]</c>.</param>
    /// <returns>Scores <c>[..., classes]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs have other features.</exception>
    public Variable<T> Scores(Variable<T> x) => VocabularyRows.Scores("SampledSoftmax", x, Weight, Bias);

    /// <summary>The surprise of the targets, in nats, among themselves and candidates that stand for all classes; without a random stream, among all classes.</summary>
    /// <param name="x">Inputs <c>[..., inputs]</c>.</param>
    /// <param name="targets">The right class of each row, row-major.</param>
    /// <param name="random">Where the candidates' key comes from while training; null in evaluation, for the surprise among all classes.</param>
    /// <param name="reduction">Sum over all rows, or mean over them.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">
    /// The inputs have other features, there is not one target for each row, a target is no class, or there is no row to average over.
    /// </exception>
    /// <remarks>
    /// <c>loss_i = log(e^s_target + sum_c e^s_c / q_c) - s_target</c>, over the candidates but the target, with the probability q of being one
    /// (<see cref="LogUniformCandidates.Inclusion"/>). The mean of the sum over all draws is that of the full softmax exactly, so that the loss is too small on
    /// average and approaches the full one, in value and gradient, as candidates become more. TensorFlow's <c>sampled_softmax_loss</c> divides the target's
    /// term by its q as well: another loss with, for independent draws, the same optimum, whose value cannot be compared with the full one.
    /// </remarks>
    public Variable<T> Loss(Variable<T> x, ReadOnlySpan<int> targets, RandomStream? random, LossReduction reduction)
    {
        VocabularyErrors.RequireLoss("SampledSoftmax", x.Shape, InputSize, targets, Classes, reduction);
        if (random is null)
            return Losses.SoftmaxCrossEntropy(Scores(x), targets, reduction);
        using CandidateDraw draw = new(Candidates, random.Next());
        return Loss(x, targets, draw.Candidates, reduction);
    }

    /// <summary>The same with given candidates.</summary>
    /// <param name="x">Inputs <c>[..., inputs]</c>.</param>
    /// <param name="targets">The right class of each row, row-major.</param>
    /// <param name="candidates">What <see cref="Candidates"/> drew: different classes, rising.</param>
    /// <param name="reduction">Sum over all rows, or mean over them.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">As for the other form, or the candidates do not rise, or one is no class.</exception>
    public Variable<T> Loss(Variable<T> x, ReadOnlySpan<int> targets, ReadOnlySpan<int> candidates, LossReduction reduction)
    {
        Variable<T> others = Terms(x, targets, candidates, reduction, out Variable<T> target);
        Variable<T> rest = LogSumExp(WithoutHits(others, targets, candidates), 1);
        return VocabularyErrors.Reduce(Softplus(rest - target), reduction);
    }

    /// <summary>Noise-contrastive estimation: the surprise, in nats, of a logistic guess for each class whether it is the target or was drawn as noise.</summary>
    /// <param name="x">Inputs <c>[..., inputs]</c>.</param>
    /// <param name="targets">The right class of each row, row-major.</param>
    /// <param name="random">Where the candidates' key comes from.</param>
    /// <param name="reduction">Sum over all rows, or mean over them.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Loss(Variable{T}, ReadOnlySpan{int}, RandomStream, LossReduction)"/>.</exception>
    /// <remarks>
    /// <c>loss_i = softplus(log q_target - s_target) + sum_c softplus(s_c - log q_c)</c> over all candidates. Its optimum has scores that are log-probabilities
    /// by themselves, without a softmax. TensorFlow: <c>nce_loss</c>.
    /// </remarks>
    public Variable<T> ContrastiveLoss(Variable<T> x, ReadOnlySpan<int> targets, RandomStream random, LossReduction reduction)
    {
        VocabularyErrors.RequireLoss("SampledSoftmax", x.Shape, InputSize, targets, Classes, reduction);
        using CandidateDraw draw = new(Candidates, random.Next());
        return ContrastiveLoss(x, targets, draw.Candidates, reduction);
    }

    /// <summary>The same with given candidates.</summary>
    /// <param name="x">Inputs <c>[..., inputs]</c>.</param>
    /// <param name="targets">The right class of each row, row-major.</param>
    /// <param name="candidates">What <see cref="Candidates"/> drew: different classes, rising.</param>
    /// <param name="reduction">Sum over all rows, or mean over them.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">As for the other form, or the candidates do not rise, or one is no class.</exception>
    public Variable<T> ContrastiveLoss(Variable<T> x, ReadOnlySpan<int> targets, ReadOnlySpan<int> candidates, LossReduction reduction)
    {
        Variable<T> others = Terms(x, targets, candidates, reduction, out Variable<T> target);
        return VocabularyErrors.Reduce(Softplus(-Corrected(target, targets)) + Sum(Softplus(others), 1), reduction);
    }

    // Of each row's target [rows], as they are, and of the candidates [rows, candidates], each less the logarithm of its q.
    private Variable<T> Terms(Variable<T> x, ReadOnlySpan<int> targets, ReadOnlySpan<int> candidates, LossReduction reduction, out Variable<T> target)
    {
        VocabularyErrors.RequireLoss("SampledSoftmax", x.Shape, InputSize, targets, Classes, reduction);
        RequireRising(candidates, Candidates.Classes);
        Tape<T> tape = x.Tape;
        Variable<T> rows = VocabularyErrors.Rows(x, targets.Length, InputSize), weight = tape.Use(Weight), terms;
        target = Sum(rows * Gather(weight, targets), 1);
        if (Bias is null)
        {
            terms = Corrected(tape.Constant(T.Zero), candidates);
        }
        else
        {
            target += Gather(tape.Use(Bias), targets);
            terms = Corrected(Gather(tape.Use(Bias), candidates), candidates);
        }

        return Affine(rows, Transpose(Gather(weight, candidates)), terms);
    }

    private Variable<T> Corrected(Variable<T> scores, ReadOnlySpan<int> classes)
    {
        T[] logarithms = ArrayPool<T>.Shared.Rent(classes.Length);
        for (int i = 0; i < classes.Length; i++)
            logarithms[i] = T.CreateChecked(Math.Log(Candidates.Inclusion(classes[i])));
        Variable<T> y = scores - scores.Tape.Constant(logarithms.AsSpan(0, classes.Length), new Shape(classes.Length));
        ArrayPool<T>.Shared.Return(logarithms);
        return y;
    }

    // A candidate that is the row's target does not stand against it: its score becomes -infinity. A row has one such candidate or none.
    private static Variable<T> WithoutHits(Variable<T> others, ReadOnlySpan<int> targets, ReadOnlySpan<int> candidates)
    {
        Shape shape = others.Shape;
        int[] hits = ArrayPool<int>.Shared.Rent(targets.Length);
        int count = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            int at = candidates.BinarySearch(targets[row]);
            if (at >= 0)
                hits[count++] = (row * candidates.Length) + at;
        }

        if (count > 0)
            others = Reshape(IndexAdd(Reshape(others, new Shape(shape.Count)), 0, hits.AsSpan(0, count), others.Tape.Fill(T.NegativeInfinity, new Shape(count))), shape);
        ArrayPool<int>.Shared.Return(hits);
        return others;
    }

    private static void RequireRising(ReadOnlySpan<int> candidates, int classes)
    {
        VocabularyErrors.RequireClasses("SampledSoftmax", "candidate", candidates, classes);
        for (int i = 1; i < candidates.Length; i++)
        {
            if (candidates[i] <= candidates[i - 1])
                throw new ArgumentException(
                    $"SampledSoftmax: the candidates do not rise: {candidates[i]} at position {i} comes after {candidates[i - 1]}; "
                        + "need different classes in rising order, as Candidates.Draw gives them.");
        }
    }
}
