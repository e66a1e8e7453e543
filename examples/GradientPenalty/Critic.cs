using System.Collections.Generic;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.GradientPenalty;

/// <summary>A network from points of the plane to a number: large where points look real, small where they look made.</summary>
public sealed class Critic : IModule<double>
{
    private readonly Linear<double> _first, _second, _last;

    /// <summary>Makes a network with two hidden layers.</summary>
    /// <param name="hidden">Features of each.</param>
    /// <param name="random">Where the weights come from.</param>
    public Critic(int hidden, RandomStream random)
    {
        _first = new Linear<double>(2, hidden, random, name: "first");
        _second = new Linear<double>(hidden, hidden, random, name: "second");

        // A bias of the result would cancel in the difference of two means.
        _last = new Linear<double>(hidden, 1, random, bias: false, name: "last");
        Parameters = [.. _first.Parameters, .. _second.Parameters, .. _last.Parameters];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<double>> Parameters { get; }

    /// <summary>Judges points.</summary>
    /// <param name="points">Points <c>[n, 2]</c>.</param>
    /// <returns>A number for each, <c>[n, 1]</c>.</returns>
    public Variable<double> Judge(Variable<double> points) => _last.Forward(Tanh(_second.Forward(Tanh(_first.Forward(points)))));

    /// <summary>
    /// The length of the critic's slope at every point. It is made of operations on the tape, so a loss that holds it can be
    /// differentiated with respect to the weights: a gradient of a gradient.
    /// </summary>
    /// <param name="points">Points <c>[n, 2]</c>, active.</param>
    /// <returns>Lengths <c>[n]</c>.</returns>
    public Variable<double> SlopeLengths(Variable<double> points)
    {
        // A point's judgement depends on no other point, so the gradient of the sum holds every point's own.
        Variable<double> slopes = points.Tape.Gradient(Sum(Judge(points)), points, record: true);
        return Norm(slopes, axis: 1);
    }

    /// <summary>The penalty: the mean of <c>(|slope| - 1)²</c>.</summary>
    /// <param name="points">Points <c>[n, 2]</c>, active.</param>
    public Variable<double> Penalty(Variable<double> points) => Mean(Square(SlopeLengths(points) - 1.0));
}
