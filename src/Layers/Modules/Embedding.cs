using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>A table of vectors, one for each class: looking rows up is the product of one-hot vectors with the table.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// The table's gradient is kept in the rows that were looked up (<see cref="Parameter{T}.HasRowGradient"/>) unless the table is used in
/// another way too. A step then costs what was looked up for plain <see cref="Sgd{T}"/>, and for every optimiser with <see cref="Optimizer{T}.LazyRows"/>.
/// </remarks>
public sealed class Embedding<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a table of normal numbers with mean 0 and the given deviation.</summary>
    /// <param name="classes">Rows of the table.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="random">Where the initial numbers come from.</param>
    /// <param name="deviation">Their standard deviation.</param>
    /// <param name="name">What the parameter's name begins with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the deviation is negative or not finite.</exception>
    public Embedding(int classes, int features, RandomStream random, double deviation = 1, string name = "embedding")
    {
        if (classes < 1 || features < 1)
            throw new ArgumentException($"Embedding: a size is not positive: classes is {classes}, features is {features}; need 1 or more each.");
        Table = new Parameter<T>($"{name}.table", new Shape(classes, features));
        Parameters = [Table];
        Initializers.Normal(Table, 0, deviation, random);
    }

    /// <summary>The table <c>[classes, features]</c>.</summary>
    public Parameter<T> Table { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Looks up rows.</summary>
    /// <param name="tape">Where to put them.</param>
    /// <param name="classes">Row numbers, from 0; one may come often, and its gradients add up.</param>
    /// <returns>The rows <c>[lookups, features]</c>. For numbers of several axes, as in <c>[time, batch]</c>, reshape the result: it costs nothing.</returns>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    public Variable<T> Forward(Tape<T> tape, ReadOnlySpan<int> classes) => Ops.Gather(tape.Use(Table), classes);
}
