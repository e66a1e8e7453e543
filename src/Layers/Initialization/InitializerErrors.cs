using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AutoDiff.Layers;

// The checks and the wording of every error about first values.
internal static class InitializerErrors
{
    // The length of one of `blocks` equal blocks of the last axis.
    public static int BlockLength<T>(string operation, Parameter<T> parameter, int blocks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int last = parameter.Shape.Rank == 0 ? 0 : parameter.Shape[-1];
        if (blocks < 1 || parameter.Shape.Rank == 0 || last % blocks != 0)
        {
            throw new ArgumentException(
                $"{operation}: the last axis does not divide into blocks: {parameter} in {blocks} blocks; "
                    + "need 1 or more blocks and a last axis that is a multiple of their number. Pass the number of gates that share the axis.");
        }

        return last / blocks;
    }

    public static void RequireFan(string operation, string name, int fan)
    {
        if (fan < 1)
            throw new ArgumentException($"{operation}: no connections: {name} is {fan}; need 1 or more. Pass the number of inputs or outputs that each unit sees.");
    }

    public static void RequireScale(string operation, string name, double scale)
    {
        if (!double.IsFinite(scale) || scale < 0)
            throw new ArgumentException($"{operation}: not a scale: {name} is {Text(scale)}; need a finite number of 0 or more.");
    }

    [DoesNotReturn]
    public static void NotFinite(string operation, string name, double value) =>
        throw new ArgumentException($"{operation}: not finite: {name} is {Text(value)}; need a finite number.");

    [DoesNotReturn]
    public static void NotAnInterval(double low, double high) => throw new ArgumentException(
        $"Uniform: not an interval: low is {Text(low)}, high is {Text(high)}; need finite numbers with low <= high. Swap them?");

    [DoesNotReturn]
    public static void NoSuchGate(string operation, int gate, int gates) => throw new ArgumentException(
        $"{operation}: no gate {gate}: there are {gates} gates; need a gate from 0 to {gates - 1}.");

    [DoesNotReturn]
    public static void OneGate(int gate) => throw new ArgumentException(
        $"Chrono: gate {gate} is to keep and to take in, and can have one bias only; need two gates, or take: null for a cell that takes in what it does not keep.");

    [DoesNotReturn]
    public static void NotAMatrix<T>(string operation, Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T> => throw new ArgumentException(
        $"{operation}: not a matrix: {parameter} has {parameter.Shape.Rank} axes; need 2, [rows, columns].");

    [DoesNotReturn]
    public static void NotALag(double lag) => throw new ArgumentException(
        $"Chrono: not a lag: the longest lag is {Text(lag)}; need a finite number of steps, 2 or more.");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
