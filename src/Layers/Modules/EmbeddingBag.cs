using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>A table of vectors, looked up by bags of classes: one vector for each bag, such as a document's words.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class EmbeddingBag<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Embedding<T> _embedding;

    /// <summary>Makes a table of normal numbers with mean 0 and the given deviation.</summary>
    /// <param name="classes">Rows of the table.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="random">Where the initial numbers come from.</param>
    /// <param name="reduction">What becomes of the rows in a bag.</param>
    /// <param name="deviation">The initial numbers' standard deviation.</param>
    /// <param name="name">What the parameter's name begins with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, the deviation is negative or not finite, or there is no such reduction.</exception>
    public EmbeddingBag(int classes, int features, RandomStream random, BagReduction reduction = BagReduction.Mean, double deviation = 1, string name = "embedding")
    {
        if (!Enum.IsDefined(reduction))
            throw new ArgumentException($"EmbeddingBag: there is no reduction {(int)reduction}; need one of {string.Join(", ", Enum.GetNames<BagReduction>())}.");
        _embedding = new Embedding<T>(classes, features, random, deviation, name);
        Reduction = reduction;
    }

    /// <summary>The table <c>[classes, features]</c>.</summary>
    public Parameter<T> Table => _embedding.Table;

    /// <summary>What becomes of the rows in a bag.</summary>
    public BagReduction Reduction { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters => _embedding.Parameters;

    /// <summary>Looks up bags of rows.</summary>
    /// <param name="tape">Where to put them.</param>
    /// <param name="classes">Row numbers from 0, one bag after the other.</param>
    /// <param name="starts">Where each bag starts among them: the first at 0, each where the one before ends. A bag may be empty.</param>
    /// <returns>A row for each bag, <c>[bags, features]</c>.</returns>
    /// <exception cref="ArgumentException">There is no such row, or the starts do not divide the row numbers into bags.</exception>
    public Variable<T> Forward(Tape<T> tape, ReadOnlySpan<int> classes, ReadOnlySpan<int> starts) => Ops.EmbeddingBag(tape.Use(Table), classes, starts, Reduction);
}
