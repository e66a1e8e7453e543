using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Properties;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.CustomOperation;

/// <summary>What the checks say of <see cref="SwappedBilinear{T}"/>.</summary>
public static class WrongRule
{
    /// <summary>The laws: one text for every law that the operation breaks on its case.</summary>
    public static IReadOnlyList<string> ByLaws() => Laws.Check(new Trial<double>(SwappedBilinear<double>.Name, SwappedBilinear<double>.Cases.First(), seed: 1));

    /// <summary>A model that uses it, at random numbers: the simplest numbers that show the mistake, and the C# that shows it again.</summary>
    /// <exception cref="InvalidOperationException">The mistake was not noticed.</exception>
    public static string Shrunk()
    {
        try
        {
            Check.Function(
                x => Tanh(SwappedBilinear<double>.Of(x[0], x[1], x[2])), [new WorkedInput(new Shape(2)), new WorkedInput(new Shape(2, 2)), new WorkedInput(new Shape(2))]);
        }
        catch (Exception complaint)
        {
            return complaint.Message;
        }

        throw new InvalidOperationException("The mistake was not noticed.");
    }
}
