using System.Collections.Generic;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.VanishingGradients;

/// <summary>A network for the adding problem, whatever its cell's state is.</summary>
public abstract class Network
{
    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>What is trained.</summary>
    public abstract IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>Adds the gradient of the mean squared error, which is returned.</summary>
    public abstract double Accumulate(AddingProblem data);

    /// <summary>Shows where the gradient goes.</summary>
    public abstract FlowReport Look(AddingProblem data);
}
