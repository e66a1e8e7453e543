using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.FixedPoint;

/// <summary>
/// A deep-equilibrium layer: the state at which <c>x = tanh(x · W + z · U + b)</c> comes to rest, as if one layer were applied for ever.
/// </summary>
/// <remarks>
/// The recurrent weights are <c>W = 0.9 · V / sqrt(1 + |V|²)</c>, so their norm is below 0.9, the iteration contracts whatever V is trained to, and
/// there is exactly one such state. Source: Bai, Kolter and Koltun 2019, Deep Equilibrium Models.
/// </remarks>
public sealed class Equilibrium : IModule<double>
{
    private const double Contraction = 0.9;

    private readonly Parameter<double> _free;
    private readonly Linear<double> _input, _output;

    /// <summary>Makes a layer, and a linear one that reads a number from its state.</summary>
    /// <param name="inputs">Features of an input.</param>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="random">Where the weights come from.</param>
    public Equilibrium(int inputs, int hidden, RandomStream random)
    {
        _free = new Parameter<double>("recurrent", new Shape(hidden, hidden));
        Initializers.Normal(_free, 0, 1, random);
        _input = new Linear<double>(inputs, hidden, random, name: "input");
        _output = new Linear<double>(hidden, 1, random, name: "output");
        Parameters = [_free, .. _input.Parameters, .. _output.Parameters];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<double>> Parameters { get; }

    /// <summary>Numbers read from the state of rest.</summary>
    /// <param name="z">Inputs <c>[n, inputs]</c>.</param>
    public Variable<double> Implicitly(Variable<double> z)
    {
        (Variable<double> weights, Variable<double> drive) = Prepare(z);
        Variable<double> rest = Implicit.FindFixedPoint(Next, z.Tape.Fill(0, drive.Shape), [weights, drive]);
        return _output.Forward(Implicit.FixedPoint(Next, rest, [weights, drive]));
    }

    /// <summary>The same from a state after some iterations, through which derivatives then pass.</summary>
    /// <param name="z">Inputs <c>[n, inputs]</c>.</param>
    /// <param name="iterations">How many.</param>
    public Variable<double> Unrolled(Variable<double> z, int iterations)
    {
        (Variable<double> weights, Variable<double> drive) = Prepare(z);
        Variable<double> x = z.Tape.Fill(0, drive.Shape);
        for (int i = 0; i < iterations; i++)
            x = Next(x, [weights, drive]);
        return _output.Forward(x);
    }

    private static Variable<double> Next(Variable<double> x, ReadOnlySpan<Variable<double>> of) => Tanh(MatMul(x, of[0]) + of[1]);

    // What does not change while the state does: the recurrent weights, and what the input adds.
    private (Variable<double> Weights, Variable<double> Drive) Prepare(Variable<double> z)
    {
        Variable<double> free = z.Tape.Use(_free);
        return (Contraction * free / Sqrt(1.0 + SumOfSquares(free)), _input.Forward(z));
    }
}
