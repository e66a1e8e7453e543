using System;
using System.Linq;
using AutoDiff.Properties;
using Xunit;

namespace AutoDiff.Tests.Properties;

// Random graphs, replayed with other numbers: parameters step by step along their gradients, the last input observed.
public sealed class ReplayedGraphTests
{
    private const int Runs = 5;

    [Fact]
    public void Values_and_gradients_have_the_same_bits() => Check.All(Arbitraries.AllGraphs, program =>
    {
        Parameter<double>[] parameters = program.Parameters(), plain = program.Parameters();
        Observed<double> observed = new("observed");
        double[] data = program.Inputs[^1];
        observed.Set(data);
        Variable<double> Step(Tape<double> tape, Parameter<double>[] own)
        {
            Variable<double>[] inputs = Array.ConvertAll(own, tape.Use);
            if (inputs.Length > 1)
                inputs[^1] = tape.Constant(observed.Values, program.ShapeOf(inputs.Length - 1));
            return program.Run(inputs);
        }

        using Replay<double> replay = parameters.Length > 1 ? new(tape => Step(tape, parameters), observed) : new(tape => Step(tape, parameters));
        using Tape<double> fresh = new();
        for (int run = 0; run < Runs; run++)
        {
            observed.Set([.. data.Select(x => x + (0.01 * run))]);
            Clear(parameters);
            Clear(plain);
            fresh.Reset();
            Variable<double> expected = Step(fresh, plain);
            if (expected.IsActive)
                fresh.Backward(expected);
            Variable<double> actual = expected.IsActive ? replay.Backward() : replay.Forward();
            if (BitConverter.DoubleToInt64Bits(expected.Item()) != BitConverter.DoubleToInt64Bits(actual.Item()))
                return $"run {run} gives {actual.Item():R} instead of {expected.Item():R} for\n{program}";
            for (int i = 0; i < parameters.Length; i++)
            {
                if (!Bits(parameters[i]).SequenceEqual(Bits(plain[i])))
                    return $"the gradient of input {i} in run {run} is {string.Join(", ", parameters[i].Gradient.ToArray())} instead of "
                        + $"{string.Join(", ", plain[i].Gradient.ToArray())} for\n{program}";
                Move(parameters[i]);
                Move(plain[i]);
            }
        }

        return replay.Replays == Runs - 2 || replay.Obstacle is not null ? null : $"{replay.Replays} replays of\n{program}";
    }, cases: 150);

    private static long[] Bits(Parameter<double> parameter) => Array.ConvertAll(parameter.Gradient.ToArray(), BitConverter.DoubleToInt64Bits);

    private static void Clear(Parameter<double>[] parameters) => Array.ForEach(parameters, parameter => parameter.ClearGradient());

    private static void Move(Parameter<double> parameter)
    {
        ReadOnlySpan<double> gradient = parameter.Gradient;
        Span<double> values = parameter.Write();
        for (int i = 0; i < gradient.Length; i++)
            values[i] -= 0.01 * Math.Clamp(gradient[i], -1, 1);
    }
}
