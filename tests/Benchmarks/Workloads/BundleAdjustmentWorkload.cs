using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Benchmarks.Adbench;
using AutoDiff.Benchmarks.Comparison;

namespace AutoDiff.Benchmarks.Workloads;

// Bundle adjustment of the published benchmark: residuals and sparse Jacobian, on tensors many observations at once; the peer is
// Scalar<double>, one observation at a time. Others, in milliseconds (hand-written C++, CoDiPack, Adept, CppAD, vectorised PyTorch):
// the first file 7.4, 29.5, 37.1, 178, 55; the third 48, 207, 236, 901, 456.
internal abstract class BundleAdjustmentWorkload(BundleAdjustment problem) : IWorkload
{
    public static IEnumerable<Case> Cases { get; } =
    [
        Case("adbench-ba-1", "ba1_n49_m7776_p31843", 49, 7776, 31843),
        Case("adbench-ba-3", "ba3_n161_m48126_p182072", 161, 48126, 182072),
    ];

    public double[] Residuals { get; } = new double[3 * problem.Observations];

    public double[] Jacobian { get; } = new double[((2 * BundleAdjustment.RowLength) + 1) * problem.Observations];

    protected BundleAdjustment Problem => problem;

    public double Step()
    {
        Differentiate();
        return Residuals[0];
    }

    public double Probe() => Jacobian.Sum(Math.Abs);

    public abstract void Dispose();

    protected abstract void Differentiate();

    private static Case Case(string name, string file, int cameras, int points, int observations) =>
        new(name, $"bundle adjustment, {observations:N0} observations, residuals and Jacobian", () => new OnTensors(Load(file, cameras, points, observations)))
        {
            Unit = "observation",
            Units = observations,
            OpenPeers = workload =>
            {
                WorkloadPeer peer = new("Scalar<double>", () => new OnScalars(Load(file, cameras, points, observations)));
                BundleAdjustmentWorkload ours = (BundleAdjustmentWorkload)workload, other = (BundleAdjustmentWorkload)peer.Workload;
                ours.Step();
                AdbenchRule.Require(name, other.Residuals, ours.Residuals);
                AdbenchRule.Require(name, other.Jacobian, ours.Jacobian);
                return [peer];
            },
        };

    private static BundleAdjustment Load(string file, int cameras, int points, int observations) => AdbenchWorkload.Folder is { } folder
        ? BundleAdjustment.Read(Path.Combine(folder, "ba", file + ".txt"))
        : BundleAdjustment.Random(cameras, points, observations, 1);

    private sealed class OnTensors(BundleAdjustment problem) : BundleAdjustmentWorkload(problem)
    {
        private readonly Tape<double> _tape = new();

        public override void Dispose() => _tape.Dispose();

        protected override void Differentiate() => Problem.Jacobian(_tape, Residuals, Jacobian);
    }

    private sealed class OnScalars(BundleAdjustment problem) : BundleAdjustmentWorkload(problem)
    {
        private readonly ScalarTape<double> _tape = new();
        private readonly ScalarJacobian _jacobian = new();

        public override void Dispose() => _tape.Dispose();

        protected override void Differentiate() => _jacobian.Compute(_tape, Problem, Residuals, Jacobian);
    }
}
