using System;

namespace AutoDiff.Benchmarks.Adbench;

// Bundle adjustment on the scalar tape: each observation is recorded alone, and swept once for both of its errors.
internal sealed class ScalarJacobian
{
    private readonly double[] _values = new double[BundleAdjustment.RowLength];
    private readonly Scalar<double>[] _row = new Scalar<double>[BundleAdjustment.RowLength], _errors = new Scalar<double>[2];

    public void Compute(ScalarTape<double> tape, BundleAdjustment problem, Span<double> residuals, Span<double> jacobian)
    {
        const int Cameras = BundleAdjustment.CameraLength, Points = BundleAdjustment.PointLength, Row = BundleAdjustment.RowLength;
        for (int i = 0; i < problem.Observations; i++)
        {
            tape.Reset();
            problem.Cameras.AsSpan(problem.CameraOf(i) * Cameras, Cameras).CopyTo(_values);
            problem.Points.AsSpan(problem.PointOf(i) * Points, Points).CopyTo(_values.AsSpan(Cameras));
            _values[^1] = problem.Weights[i];
            tape.Variables(_values, _row);
            (Scalar<double> x, Scalar<double> y) = problem.Errors<Scalar<double>>(i, _row.AsSpan(0, Cameras), _row.AsSpan(Cameras, Points), _row[^1]);
            (residuals[2 * i], residuals[(2 * i) + 1]) = (x.Value, y.Value);
            (_errors[0], _errors[1]) = (x, y);
            tape.Jacobian(_errors, _row, jacobian.Slice(2 * i * Row, 2 * Row));

            tape.Reset();
            Scalar<double> w = tape.Variable(_values[^1]), weight = 1 - (w * w);
            residuals[(2 * problem.Observations) + i] = weight.Value;
            jacobian[(2 * Row * problem.Observations) + i] = tape.Gradient(weight, w);
        }
    }
}
