using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Layers;

/// <summary>Rare classes of an <see cref="AdaptiveSoftmax{T}"/> that share one place in its head: a projection to fewer features, then a score for each class.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="First">The first class.</param>
/// <param name="End">One more than the last.</param>
/// <param name="Projection">From the inputs to the cluster's features.</param>
/// <param name="Output">From these to scores.</param>
public readonly record struct AdaptiveCluster<T>(int First, int End, Linear<T> Projection, Linear<T> Output)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The scores of the cluster's classes.</summary>
    /// <param name="rows">Inputs <c>[rows, features]</c>.</param>
    /// <returns>Scores <c>[rows, End - First]</c>; their softmax holds within the cluster.</returns>
    public Variable<T> Scores(Variable<T> rows) => Output.Forward(Projection.Forward(rows));

    internal Variable<T> LogProbabilities(Variable<T> rows) => LogSoftmax(Scores(rows));
}
