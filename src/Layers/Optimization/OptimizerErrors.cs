using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AutoDiff.Layers;

// The checks and the wording of every error about optimisers and clipping.
internal static class OptimizerErrors
{
    public static double RequireFraction(string operation, string name, double value) =>
        value is >= 0 and < 1 ? value : throw new ArgumentException(
            $"{operation}: out of range: {name} is {Text(value)}; need a number from 0 to below 1, the part that is kept from one step to the next.");

    public static double RequireNotNegative(string operation, string name, double value) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentException(
            $"{operation}: out of range: {name} is {Text(value)}; need a finite number of 0 or more. Did the schedule or the loss that it was computed from diverge?");

    [DoesNotReturn]
    public static void NesterovNeedsMomentum() => throw new ArgumentException(
        "Sgd: Nesterov without momentum: momentum is 0; need more than 0 to look ahead along the velocity. Pass momentum: 0.9, or nesterov: false.");

    // Looks each one up among those before it: lists are short beside what is done with them, and nothing is allocated.
    public static void RequireOnce<T>(string operation, IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 1; i < parameters.Count; i++)
        {
            for (int before = 0; before < i; before++)
            {
                if (ReferenceEquals(parameters[before], parameters[i]))
                    ListedTwice(operation, parameters[i], before, i);
            }
        }
    }

    [DoesNotReturn]
    private static void ListedTwice<T>(string operation, Parameter<T> parameter, int first, int second)
        where T : unmanaged, IFloatingPointIeee754<T> => throw new ArgumentException(
        $"{operation}: a parameter is listed twice: {parameter} at places {first} and {second}; need each once, or it would count twice. "
            + "List a shared parameter where it is owned.");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
