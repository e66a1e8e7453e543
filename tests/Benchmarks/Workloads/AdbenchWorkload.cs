using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Benchmarks.Adbench;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Layers;

namespace AutoDiff.Benchmarks.Workloads;

// The objectives of the published benchmark of differentiation tools: value and full gradient, in double. The tensor program is the
// row; its peer is the same in loops on Scalar<double>, whose gradient must agree by the benchmark's own rule.
// With --data, the published files are read; without, instances of the same size are drawn by the published recipe.
// Others, in milliseconds on one core of a server (the best hand-written C++, then CoDiPack, Adept, CppAD, vectorised PyTorch):
// gmm-1k-d2-k5 0.174, 0.47, 0.53, 0.68, 0.43; gmm-1k-d10-k25 3.9, 22.3, 25.0, 27.6, 3.6; gmm-10k-d10-k5 7.7, 46.1, 50.2, 69.3, 7.2;
// gmm-1k-d20-k50 18.7, 153, 176, 323, 19.3; gmm-1k-d32-k50 36.9, 395, 624, -, 41.5;
// lstm-l2-c1024 11.9, 5.0, 8.8, 10.8, -; lstm-l4-c4096 136, 39.9, 68.7, 91.6, -.
internal sealed class AdbenchWorkload(string name, Parameter<double>[] parameters, Func<Variable<double>[], Variable<double>> objective) : IWorkload
{
    private readonly Tape<double> _tape = new();
    private readonly Variable<double>[] _used = new Variable<double>[parameters.Length];

    // The folder that holds the published files, or null.
    public static string? Folder { get; set; }

    public static IEnumerable<Case> Cases { get; } =
    [
        Mixture(1, 2, 5), Mixture(1, 10, 25), Mixture(10, 10, 5), Mixture(1, 20, 50), Mixture(1, 32, 50),
        Characters(2, 1024), Characters(4, 4096),
    ];

    public double[] Gradient => [.. parameters.SelectMany(parameter => parameter.Gradient.ToArray())];

    public string Name => name;

    public double Step()
    {
        _tape.Reset();
        parameters.ClearGradients();
        for (int i = 0; i < parameters.Length; i++)
            _used[i] = _tape.Use(parameters[i]);
        Variable<double> value = objective(_used);
        _tape.Backward(value);
        return value.Item();
    }

    public double Probe() => Gradient.Sum(Math.Abs);

    public void Dispose() => _tape.Dispose();

    private static Case Mixture(int thousands, int dimensions, int components)
    {
        string name = $"adbench-gmm-{thousands}k-d{dimensions}-k{components}";
        return new(name, $"Gaussian mixture of {components} in {dimensions} dimensions, {thousands},000 points, value and gradient", () =>
        {
            GaussianMixture problem = Load();
            return new AdbenchWorkload(
                name,
                [
                    new("alpha", new(components), problem.Alpha), new("means", new(components, dimensions), problem.Means),
                    new("factors", new(components, problem.FactorLength), problem.Factors),
                ],
                x => problem.Objective(x[0], x[1], x[2]));
        })
        {
            OpenPeers = workload =>
            {
                GaussianMixture problem = Load();
                return [OnScalars((AdbenchWorkload)workload, problem.Parameters, x => problem.Objective<Scalar<double>>(x))];
            },
        };

        GaussianMixture Load() => Folder is null
            ? GaussianMixture.Random(dimensions, components, thousands * 1000, 1)
            : GaussianMixture.Read(Path.Combine(Folder, "gmm", $"{thousands}k", $"gmm_d{dimensions}_K{components}.txt"));
    }

    private static Case Characters(int layers, int characters)
    {
        string name = $"adbench-lstm-l{layers}-c{characters}";
        return new(name, $"diagonal LSTM of {layers} layers over {characters:N0} characters, value and gradient", () =>
        {
            CharacterLstm problem = Load();
            return new AdbenchWorkload(
                name,
                [new("main", new(layers, 8 * problem.Bits), problem.Main), new("extra", new(3, problem.Bits), problem.Extra)],
                x => problem.Objective(x[0], x[1]));
        })
        {
            OpenPeers = workload =>
            {
                CharacterLstm problem = Load();
                return [OnScalars((AdbenchWorkload)workload, problem.Parameters, x => problem.Objective<Scalar<double>>(x))];
            },
        };

        CharacterLstm Load() => Folder is null
            ? CharacterLstm.Random(layers, characters, 14, 1)
            : CharacterLstm.Read(Path.Combine(Folder, "lstm", $"lstm_l{layers}_c{characters}.txt"));
    }

    private static WorkloadPeer OnScalars(AdbenchWorkload ours, double[] values, Func<Scalar<double>[], Scalar<double>> objective)
    {
        double[] gradient = new double[values.Length];
        WorkloadPeer peer = new("Scalar<double>", () => new ScalarObjectiveWorkload(values, gradient, objective));
        ours.Step();
        AdbenchRule.Require(ours.Name, gradient, ours.Gradient);
        return peer;
    }
}
