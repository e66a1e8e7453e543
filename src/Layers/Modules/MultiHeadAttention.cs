using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>
/// Attention in several heads: queries, keys and values are projected, each head attends with its part of the features, and the heads' answers are projected together.
/// See <see cref="Ops.ScaledDotProductAttention"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// The projections are <see cref="Linear{T}"/> layers <c>q_proj</c>, <c>k_proj</c>, <c>v_proj</c> and <c>out_proj</c>. PyTorch's
/// <c>nn.MultiheadAttention</c> stacks the first three, transposed, as <c>in_proj_weight</c>. Source: Vaswani et al. 2017, section 3.2.2.
/// </remarks>
public sealed class MultiHeadAttention<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer. Weights are Xavier-uniform, biases zero.</summary>
    /// <param name="features">Features of queries and outputs.</param>
    /// <param name="heads">How many heads share the features.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="memoryFeatures">Features of what is attended to; those of queries if null.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the heads do not divide the features.</exception>
    public MultiHeadAttention(int features, int heads, RandomStream random, int? memoryFeatures = null, bool bias = true, string name = "attention")
    {
        int memory = memoryFeatures ?? features;
        ModuleErrors.RequirePositive("MultiHeadAttention", nameof(features), features, nameof(memoryFeatures), memory);
        ModuleErrors.RequireDivisor("MultiHeadAttention", nameof(heads), heads, "the features", features, features);
        Heads = heads;
        Query = new Linear<T>(features, features, random, bias, $"{name}.q_proj");
        Key = new Linear<T>(memory, features, random, bias, $"{name}.k_proj");
        Value = new Linear<T>(memory, features, random, bias, $"{name}.v_proj");
        Output = new Linear<T>(features, features, random, bias, $"{name}.out_proj");
        Parameters = [.. Query.Parameters, .. Key.Parameters, .. Value.Parameters, .. Output.Parameters];
    }

    /// <summary>How many heads share the features.</summary>
    public int Heads { get; }

    /// <summary>What makes queries.</summary>
    public Linear<T> Query { get; }

    /// <summary>What makes keys.</summary>
    public Linear<T> Key { get; }

    /// <summary>What makes values.</summary>
    public Linear<T> Value { get; }

    /// <summary>What puts the heads' answers together.</summary>
    public Linear<T> Output { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Who asks <c>[batch, queries, features]</c>.</param>
    /// <param name="memory">What is attended to <c>[batch, keys, memory features]</c>; <paramref name="x"/> itself if null.</param>
    /// <param name="mask">Terms added to the scores, of a shape that broadcasts to <c>[batch, heads, queries, keys]</c>; see <see cref="Ops.AttentionMask"/>.</param>
    /// <param name="causal">Whether query i sees the keys 0 to i alone.</param>
    /// <returns>Answers <c>[batch, queries, features]</c>.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public Variable<T> Forward(Variable<T> x, Variable<T>? memory = null, Variable<T>? mask = null, bool causal = false)
    {
        Variable<T> source = memory ?? x;
        Check(x.Shape, source.Shape, mask?.Shape);
        Variable<T> y = Ops.ScaledDotProductAttention(Split(Query.Forward(x)), Split(Key.Forward(source)), Split(Value.Forward(source)), mask, causal);
        return Output.Forward(Ops.Reshape(Ops.Permute(y, 0, 2, 1, 3), x.Shape));
    }

    // Asked before anything is recorded, so that a refusal leaves no projections behind.
    private void Check(in Shape x, in Shape memory, Shape? mask)
    {
        int features = Query.Weight.Shape[0], memoryFeatures = Key.Weight.Shape[0];
        if (x.Rank != 3 || memory.Rank != 3 || x[2] != features || memory[2] != memoryFeatures || x[0] != memory[0] || memory[1] == 0)
            throw new ArgumentException(
                $"MultiHeadAttention: the sequences do not fit: x is {x}, the memory is {memory}; "
                    + $"need [batch, queries, {features}] and [batch, keys, {memoryFeatures}] of one batch, with at least one key.");
        if (mask is { Rank: > 0 } terms && !FitsScores(in terms, in x, in memory))
            throw new ArgumentException(
                $"MultiHeadAttention: the mask does not fit the scores: it is {terms}; need a shape that broadcasts to [batch, heads, queries, keys], "
                    + $"[{x[0]}, {Heads}, {x[1]}, {memory[1]}].");
    }

    // The scores themselves may be more than an array holds: axis by axis, then.
    private bool FitsScores(in Shape mask, in Shape x, in Shape memory) =>
        (mask[-1] == 1 || mask[-1] == memory[1]) && mask.With(-1, 1).BroadcastsTo(new Shape(x[0], Heads, x[1], 1));

    // [batch, time, features] to [batch, heads, time, features of a head].
    private Variable<T> Split(Variable<T> x) =>
        Ops.Permute(Ops.Reshape(x, new Shape(x.Shape[0], x.Shape[1], Heads, x.Shape[2] / Heads)), 0, 2, 1, 3);
}
