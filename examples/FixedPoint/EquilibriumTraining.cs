using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.FixedPoint;

/// <summary>Fits an equilibrium layer to <c>sin(3 · z_1) · z_2</c> on a grid of the square from -1 to 1.</summary>
public sealed class EquilibriumTraining
{
    private readonly int _side;
    private readonly double[] _inputs, _targets;

    /// <summary>Makes a layer.</summary>
    /// <param name="side">Points of the grid along each side.</param>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="seed">Decides the weights.</param>
    public EquilibriumTraining(int side, int hidden, int seed)
    {
        _side = side;
        _inputs = new double[2 * side * side];
        _targets = new double[side * side];
        for (int i = 0; i < _targets.Length; i++)
        {
            (_inputs[2 * i], _inputs[(2 * i) + 1]) = (Coordinate(i / side), Coordinate(i % side));
            _targets[i] = Math.Sin(3 * _inputs[2 * i]) * _inputs[(2 * i) + 1];
        }

        Model = new Equilibrium(2, hidden, new RandomStream((ulong)seed));

        double Coordinate(int place) => side == 1 ? 0 : (2.0 * place / (side - 1)) - 1;
    }

    /// <summary>What is trained.</summary>
    public Equilibrium Model { get; }

    /// <summary>The mean squared error.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="iterations">Iterations to differentiate through; null for implicit differentiation.</param>
    public Variable<double> Loss(Tape<double> tape, int? iterations = null)
    {
        Variable<double> z = tape.Constant(_inputs, new Shape(_side * _side, 2)), targets = tape.Constant(_targets, new Shape(_side * _side, 1));
        return Mean(Square((iterations is int count ? Model.Unrolled(z, count) : Model.Implicitly(z)) - targets));
    }

    /// <summary>Trains by implicit differentiation.</summary>
    /// <param name="steps">Updates.</param>
    /// <returns>The loss before each.</returns>
    public IEnumerable<double> Train(int steps)
    {
        Adam<double> adam = new(Model.Parameters, learningRate: 0.02);
        using Tape<double> tape = new();
        for (int i = 0; i < steps; i++)
        {
            tape.Reset();
            Variable<double> loss = Loss(tape);
            tape.Backward(loss);
            adam.Step();
            Model.ClearGradients();
            yield return loss.Item();
        }
    }

    /// <summary>The gradient of the loss with respect to all weights, and what its tape holds.</summary>
    /// <param name="iterations">Iterations to differentiate through; null for implicit differentiation.</param>
    public (double[] Gradient, TapeCounters Counters) Gradient(int? iterations = null)
    {
        using Tape<double> tape = new();
        Variable<double> loss = Loss(tape, iterations);
        double[] gradient = [.. tape.Gradient(loss, [.. Model.Parameters.Select(tape.Use)], unconnected: Unconnected.Zero).SelectMany(part => part.ToArray())];
        return (gradient, tape.Counters);
    }
}
