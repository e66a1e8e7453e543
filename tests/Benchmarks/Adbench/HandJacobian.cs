using System;

namespace AutoDiff.Benchmarks.Adbench;

// Hand tracking's Jacobian, [residuals, columns], by forward mode: as many columns in a pass as a number has directions.
internal sealed class HandJacobian
{
    private readonly MultiDual<double>[] _pose = new MultiDual<double>[HandTracking.PoseLength], _barycentric, _positions, _errors;
    private readonly HandTracking _problem;

    public HandJacobian(HandTracking problem)
    {
        _problem = problem;
        (_barycentric, _positions, _errors) = (
            new MultiDual<double>[problem.Barycentric.Length], new MultiDual<double>[3 * problem.Model.Vertices], new MultiDual<double>[problem.Residuals]);
    }

    public void Compute(Span<double> residuals, Span<double> jacobian)
    {
        int columns = _problem.Columns, ofPoints = columns - HandTracking.PoseLength;
        for (int first = 0; first < columns; first += MultiDual<double>.Directions)
        {
            for (int i = 0; i < _pose.Length; i++)
                _pose[i] = MultiDual<double>.Moving(_problem.Pose[i], ofPoints + i - first);
            for (int i = 0; i < _barycentric.Length; i++)
                _barycentric[i] = MultiDual<double>.Moving(_problem.Barycentric[i], (i % 2) - first);
            _problem.Errors<MultiDual<double>>(_pose, _barycentric, _positions, _errors);
            int count = Math.Min(MultiDual<double>.Directions, columns - first);
            for (int i = 0; i < _errors.Length; i++)
            {
                residuals[i] = _errors[i].Value;
                _errors[i].CopyTangents(jacobian.Slice((i * columns) + first, count));
            }
        }
    }
}
