using System;
using System.Linq;
using AutoDiff.Benchmarks.Adbench;
using Xunit;

namespace AutoDiff.Tests.Adbench;

// The published benchmark problems on small instances: programs of tensors, of recorded numbers and of dual numbers must agree by the
// benchmark's own rule, and with differences of the plain value.
public sealed class AdbenchTests
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(2, 3, 4)]
    [InlineData(5, 4, 7)]
    public void The_gaussian_mixture(int dimensions, int components, int count)
    {
        GaussianMixture problem = GaussianMixture.Random(dimensions, components, count, seed: 3);
        using Tape<double> tape = new();
        Variable<double>[] x =
        [
            tape.Variable(problem.Alpha, new(components)), tape.Variable(problem.Means, new(components, dimensions)),
            tape.Variable(problem.Factors, new(components, problem.FactorLength)),
        ];
        Variable<double> value = problem.Objective(x[0], x[1], x[2]);
        double[] gradient = [.. tape.Gradient(value, x, unconnected: Unconnected.Zero).SelectMany(part => part.ToArray())];
        Check(problem.Parameters, value.Item(), gradient, problem.Objective<double>, p => problem.Objective<Scalar<double>>(p), p => problem.Objective<Dual<double>>(p));
    }

    // One standard normal component and one point at its mean: log likelihood minus prior, by hand.
    [Fact]
    public void The_mixture_s_value_by_hand()
    {
        GaussianMixture problem = GaussianMixture.Random(1, 1, 1, seed: 3);
        double point = problem.Points[0];
        double[] parameters = [0.3, point - 2, 0];
        double wishart = -Math.Log(2) - Math.Log(Math.Sqrt(Math.PI) * 1 / Math.Sqrt(Math.PI));
        Assert.Equal(-2 - (0.5 * Math.Log(Math.Tau)) + 0.5 - wishart, problem.Objective<double>(parameters), 1e-12);
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(2, 9, 3)]
    [InlineData(3, 5, 14)]
    public void The_character_lstm(int layers, int characters, int bits)
    {
        CharacterLstm problem = CharacterLstm.Random(layers, characters, bits, seed: 5);
        using Tape<double> tape = new();
        Variable<double>[] x = [tape.Variable(problem.Main, new(layers, 8 * bits)), tape.Variable(problem.Extra, new(3, bits))];
        Variable<double> value = problem.Objective(x[0], x[1]);
        double[] gradient = [.. tape.Gradient(value, x).SelectMany(part => part.ToArray())];
        Check(problem.Parameters, value.Item(), gradient, problem.Objective<double>, p => problem.Objective<Scalar<double>>(p), p => problem.Objective<Dual<double>>(p));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1100)]
    public void Bundle_adjustment(int observations)
    {
        BundleAdjustment problem = BundleAdjustment.Random(3, 5, observations, seed: 7);

        // A camera that does not turn.
        problem.Cameras.AsSpan(0, 3).Clear();
        const int Row = BundleAdjustment.RowLength;
        double[] residuals = new double[3 * observations], jacobian = new double[((2 * Row) + 1) * observations], ofScalars = new double[residuals.Length],
            scalars = new double[jacobian.Length];
        using (Tape<double> tape = new())
            problem.Jacobian(tape, residuals, jacobian);
        using (ScalarTape<double> tape = new())
            new ScalarJacobian().Compute(tape, problem, ofScalars, scalars);
        AdbenchRule.Require("residuals", ofScalars, residuals);
        AdbenchRule.Require("Jacobian", scalars.AsSpan(), jacobian);
        for (int i = 0; i < observations; i += 100)
        {
            int observation = i;
            double[] x =
            [
                .. problem.Cameras.AsSpan(problem.CameraOf(i) * BundleAdjustment.CameraLength, BundleAdjustment.CameraLength),
                .. problem.Points.AsSpan(problem.PointOf(i) * 3, 3),
                problem.Weights[i],
            ];
            double[][] forward = Derivative.ForwardJacobian<double>(
                v =>
                {
                    (Dual<double> first, Dual<double> second) = problem.Errors<Dual<double>>(observation, v.AsSpan(0, 11), v.AsSpan(11, 3), v[14]);
                    return [first, second];
                },
                x);
            AdbenchRule.Require("forward", [.. forward[0], .. forward[1]], jacobian.AsSpan(2 * i * Row, 2 * Row));
        }
    }

    // Against forward mode in one direction at a time, reverse mode of some residuals, and differences of the plain value.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hand_tracking(bool onTriangles)
    {
        HandTracking problem = HandTracking.Random(vertices: 40, count: 12, onTriangles, seed: 9);
        int columns = problem.Columns;
        double[] residuals = new double[problem.Residuals], jacobian = new double[problem.Residuals * columns];
        new HandJacobian(problem).Compute(residuals, jacobian);
        double[] x = [.. problem.Pose, .. problem.Barycentric], plain = Errors<double>(x);
        AdbenchRule.Require("residuals", plain, residuals);
        double[][] forward = Derivative.ForwardJacobian<double>(Errors, x), reverse = Derivative.Jacobian<double>(Errors, x);
        const double H = 1e-6;
        for (int column = 0; column < x.Length; column++)
        {
            int place = column < HandTracking.PoseLength ? column + columns - HandTracking.PoseLength : (column - HandTracking.PoseLength) % 2;
            double[] up = [.. x], down = [.. x];
            (up[column], down[column]) = (x[column] + H, x[column] - H);
            up = Errors<double>(up);
            down = Errors<double>(down);
            for (int i = 0; i < residuals.Length; i++)
            {
                // A point's residuals depend on no other point's coordinates in its triangle.
                double expected = column < HandTracking.PoseLength || (column - HandTracking.PoseLength) / 2 == i / 3 ? jacobian[(i * columns) + place] : 0;
                AdbenchRule.Require("forward and reverse", [forward[i][column], reverse[i][column]], [expected, expected]);
                Assert.Equal((up[i] - down[i]) / (2 * H), expected, 1e-7);
            }
        }

        T[] Errors<T>(T[] v)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            T[] errors = new T[problem.Residuals];
            problem.Errors<T>(v.AsSpan(0, HandTracking.PoseLength), v.AsSpan(HandTracking.PoseLength), new T[3 * problem.Model.Vertices], errors);
            return errors;
        }
    }

    private static void Check(
        double[] at, double value, double[] gradient, Objective plain, Func<Scalar<double>[], Scalar<double>> recorded, Func<Dual<double>[], Dual<double>> dual)
    {
        Assert.Equal(plain(at), value, 1e-10 * Math.Max(1, Math.Abs(value)));
        AdbenchRule.Require("reverse mode", Derivative.Gradient(recorded, at), gradient);
        double[] direction = [.. at.Select((_, i) => Math.Cos(i))];
        Assert.Equal(gradient.Zip(direction, (a, b) => a * b).Sum(), Derivative.Along(dual, at, direction), 1e-10 * Math.Max(1, gradient.Sum(Math.Abs)));
        const double H = 1e-6;
        for (int i = 0; i < at.Length; i++)
        {
            double[] up = [.. at], down = [.. at];
            (up[i], down[i]) = (at[i] + H, at[i] - H);
            Assert.Equal((plain(up) - plain(down)) / (2 * H), gradient[i], 1e-6 * Math.Max(1, Math.Abs(value)));
        }
    }

    private delegate double Objective(ReadOnlySpan<double> parameters);
}
