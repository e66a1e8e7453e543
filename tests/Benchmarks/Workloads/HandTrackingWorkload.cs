using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Benchmarks.Adbench;
using AutoDiff.Benchmarks.Comparison;

namespace AutoDiff.Benchmarks.Workloads;

// Hand tracking of the published benchmark: residuals and Jacobian, by forward mode in eight directions at once; the peer is the same program
// in one direction at a time. Others, in milliseconds, the simple problem of the big model: hand-written C++ 12.6, Tapenade 342, CoDiPack 160,
// Adept 355, ADOL-C 101; the value alone 2.8.
internal abstract class HandTrackingWorkload(HandTracking problem) : IWorkload
{
    public static IEnumerable<Case> Cases { get; } =
    [
        Case(onTriangles: false, isBig: false), Case(onTriangles: false, isBig: true), Case(onTriangles: true, isBig: false), Case(onTriangles: true, isBig: true),
    ];

    public double[] Residuals { get; } = new double[problem.Residuals];

    public double[] Jacobian { get; } = new double[problem.Residuals * problem.Columns];

    protected HandTracking Problem => problem;

    public double Step()
    {
        Differentiate();
        double sum = 0;
        foreach (double residual in Residuals)
            sum += Math.Abs(residual);
        return sum;
    }

    public double Probe() => Jacobian.Sum(Math.Abs);

    public void Dispose()
    {
    }

    protected abstract void Differentiate();

    private static Case Case(bool onTriangles, bool isBig)
    {
        string kind = onTriangles ? "complicated" : "simple", size = isBig ? "big" : "small", name = $"adbench-ht-{kind}-{size}";
        int vertices = isBig ? 10_000 : 544, count = isBig ? 1_600 : 3_200;
        return new(
            name,
            $"hand tracking, {count:N0} points {(onTriangles ? "on triangles" : "at vertices")}, {vertices:N0} vertices, residuals and Jacobian",
            () => new ManyDirections(Load()))
        {
            OpenPeers = workload =>
            {
                WorkloadPeer peer = new("Dual<double>", () => new OneDirection(Load()));
                HandTrackingWorkload ours = (HandTrackingWorkload)workload, other = (HandTrackingWorkload)peer.Workload;
                ours.Step();
                AdbenchRule.Require(name, other.Residuals, ours.Residuals);
                AdbenchRule.Require(name, other.Jacobian, ours.Jacobian);
                RequirePublished();
                return [peer];
            },
        };

        HandTracking Load() => AdbenchWorkload.Folder is { } folder
            ? HandTracking.Read(
                Path.Combine(folder, "hand", $"{kind}_{size}", isBig ? "hand6_t26_c1600.txt" : "hand7_t26_c3200.txt"),
                Path.Combine(folder, "hand", $"simple_{size}", "model"),
                onTriangles)
            : HandTracking.Random(vertices, count, onTriangles, 1);
    }

    private static void RequirePublished()
    {
        if (AdbenchWorkload.Folder is not { } folder)
            return;
        HandTracking problem = HandTracking.Read(Path.Combine(folder, "hand", "test.txt"), Path.Combine(folder, "hand", "simple_small", "model"), onTriangles: false);
        double[] residuals = new double[problem.Residuals], jacobian = new double[problem.Residuals * problem.Columns];
        new HandJacobian(problem).Compute(residuals, jacobian);
        AdbenchRule.Require("hand tracking's test", HandTracking.PublishedErrors, residuals);
        AdbenchRule.Require("hand tracking's test", HandTracking.PublishedRow, jacobian.AsSpan(0, problem.Columns));
    }

    private sealed class ManyDirections(HandTracking problem) : HandTrackingWorkload(problem)
    {
        private readonly HandJacobian _jacobian = new(problem);

        protected override void Differentiate() => _jacobian.Compute(Residuals, Jacobian);
    }

    private sealed class OneDirection(HandTracking problem) : HandTrackingWorkload(problem)
    {
        private readonly Dual<double>[] _positions = new Dual<double>[3 * problem.Model.Vertices], _errors = new Dual<double>[problem.Residuals];

        protected override void Differentiate()
        {
            int ofPoints = Problem.Columns - HandTracking.PoseLength;
            for (int column = 0; column < Problem.Columns; column++)
            {
                Dual<double>[] pose = [.. Problem.Pose.Select((value, i) => new Dual<double>(value, i + ofPoints == column ? 1 : 0))];
                Dual<double>[] barycentric = [.. Problem.Barycentric.Select((value, i) => new Dual<double>(value, i % 2 == column ? 1 : 0))];
                Problem.Errors<Dual<double>>(pose, barycentric, _positions, _errors);
                for (int i = 0; i < _errors.Length; i++)
                    (Residuals[i], Jacobian[(i * Problem.Columns) + column]) = (_errors[i].Value, _errors[i].Tangent);
            }
        }
    }
}
