using System;
using System.Linq;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Adbench;

// Reprojection errors of points that cameras saw. Observation i weighs by w the difference between where camera `CameraOf(i)` sees point
// `PointOf(i)` and where it was seen; a residual 1 - w² keeps each weight from vanishing. The Jacobian is sparse: the two errors of an
// observation depend on 15 numbers, those of one camera, one point and one weight.
// Source: as of the Gaussian mixture, section 4.2.
internal sealed class BundleAdjustment
{
    public const int CameraLength = 11, PointLength = 3, RowLength = CameraLength + PointLength + 1;

    // Observations that are computed at once: so few that everything about them stays in a cache.
    private const int Chunk = 512;

    private readonly Variable<double>[] _slopes = new Variable<double>[3];
    private readonly double[] _row = new double[RowLength * Chunk];

    // Rotation (angle times axis), centre, focal length, principal point, radial distortion: [cameras, 11].
    public required double[] Cameras { get; init; }

    public required double[] Points { get; init; }

    public required double[] Weights { get; init; }

    public required double[] Features { get; init; }

    public int Observations => Weights.Length;

    // The published files hold one of each, to be repeated.
    public static BundleAdjustment Read(string path)
    {
        Fields fields = new(path);
        int cameras = fields.Whole(), points = fields.Whole(), observations = fields.Whole();
        double[] camera = fields.Numbers(CameraLength), point = fields.Numbers(PointLength), weight = fields.Numbers(1), feature = fields.Numbers(2);
        return new()
        {
            Cameras = Repeat(camera, cameras),
            Points = Repeat(point, points),
            Weights = Repeat(weight, observations),
            Features = Repeat(feature, observations),
        };

        static double[] Repeat(double[] one, int count) => [.. Enumerable.Range(0, count).SelectMany(_ => one)];
    }

    public static BundleAdjustment Random(int cameras, int points, int observations, int seed)
    {
        Random random = new(seed);
        return new()
        {
            Cameras = Uniform(cameras * CameraLength),
            Points = [.. Uniform(points * PointLength).Select(value => value + 2)],
            Weights = Uniform(observations),
            Features = Uniform(2 * observations),
        };

        double[] Uniform(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    public int CameraOf(int observation) => observation % (Cameras.Length / CameraLength);

    public int PointOf(int observation) => observation % (Points.Length / PointLength);

    // On tensors, many observations at once: the errors [2, observations] and, in two sweeps, the rows of the Jacobian, 15 numbers for
    // each error, error after error; then the slopes of 1 - w².
    public void Jacobian(Tape<double> tape, Span<double> residuals, Span<double> jacobian)
    {
        for (int first = 0; first < Observations; first += Chunk)
        {
            int count = Math.Min(Chunk, Observations - first);
            tape.Reset();
            Variable<double> cameras = Collect(tape, first, count, CameraLength, Cameras), points = Collect(tape, first, count, PointLength, Points);
            Variable<double> weights = tape.Variable(Weights.AsSpan(first, count), new(count)), features = Collect(tape, first, count, 2, Features);
            Variable<double> errors = weights * (Project(cameras, points) - features);
            for (int error = 0; error < 2; error++)
            {
                Variable<double> cotangent = tape.Constant(error == 0 ? [1, 0] : [0, 1], new(2, 1));
                tape.Vjp([errors], [BroadcastTo(cotangent, errors.Shape)], [cameras, points, weights], _slopes);
                Spread(errors.Values.Slice(error * count, count), residuals[((2 * first) + error)..], 2);
                int column = 0;
                foreach (Variable<double> slope in _slopes)
                {
                    for (int line = 0; line < slope.Shape.Count / count; line++)
                        Spread(slope.Values.Slice(line * count, count), jacobian[((((2 * first) + error) * RowLength) + column++)..], 2 * RowLength);
                }
            }
        }

        Span<double> ofWeights = residuals[(2 * Observations)..], slopesOfWeights = jacobian[(2 * RowLength * Observations)..];
        for (int i = 0; i < Observations; i++)
            (ofWeights[i], slopesOfWeights[i]) = (1 - (Weights[i] * Weights[i]), -2 * Weights[i]);

        static void Spread(ReadOnlySpan<double> values, Span<double> into, int stride)
        {
            for (int i = 0; i < values.Length; i++)
                into[i * stride] = values[i];
        }
    }

    // The two errors of one observation, of any numbers.
    public (T X, T Y) Errors<T>(int observation, ReadOnlySpan<T> camera, ReadOnlySpan<T> point, T weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T x = point[0] - camera[3], y = point[1] - camera[4], z = point[2] - camera[5], rx = camera[0], ry = camera[1], rz = camera[2];
        T square = (rx * rx) + (ry * ry) + (rz * rz), sine = T.One, rest = T.Zero, cos = T.One;
        if (square > T.Zero)
        {
            T angle = T.Sqrt(square);
            (T sin, cos) = T.SinCos(angle);
            sine = sin / angle;
            rest = ((rx * x) + (ry * y) + (rz * z)) * (T.One - cos) / square;
        }

        T px = (x * cos) + (((ry * z) - (rz * y)) * sine) + (rx * rest);
        T py = (y * cos) + (((rz * x) - (rx * z)) * sine) + (ry * rest);
        T pz = (z * cos) + (((rx * y) - (ry * x)) * sine) + (rz * rest);
        T u = px / pz, v = py / pz, radius = (u * u) + (v * v), focal = camera[6] * (T.One + (camera[9] * radius) + (camera[10] * radius * radius));
        return (
            weight * ((u * focal) + camera[7] - T.CreateChecked(Features[2 * observation])),
            weight * ((v * focal) + camera[8] - T.CreateChecked(Features[(2 * observation) + 1])));
    }

    // Cameras [11, n] and points [3, n] to images [2, n]. The rotation by Rodrigues' formula; the square of an angle of zero is replaced by
    // one so small that the formula's coefficients take their limits 1, 1 and 0.
    private static Variable<double> Project(Variable<double> cameras, Variable<double> points)
    {
        Variable<double> rotation = Slice(cameras, 0, 0, 3), x = points - Slice(cameras, 0, 3, 3);
        Variable<double> square = Max(Sum(Square(rotation), 0), cameras.Tape.Constant(1e-300)), angle = Sqrt(square), cos = Cos(angle);
        Variable<double> cross = (Gather(rotation, [1, 2, 0]) * Gather(x, [2, 0, 1])) - (Gather(rotation, [2, 0, 1]) * Gather(x, [1, 2, 0]));
        Variable<double> turned = (x * cos) + (cross * (Sin(angle) / angle)) + (rotation * (Sum(rotation * x, 0) * (1.0 - cos) / square));
        Variable<double> image = Slice(turned, 0, 0, 2) / Select(turned, 0, 2), radius = Sum(Square(image), 0);
        Variable<double> focal = Select(cameras, 0, 6) * (1.0 + (Select(cameras, 0, 9) * radius) + (Select(cameras, 0, 10) * Square(radius)));
        return (image * focal) + Slice(cameras, 0, 7, 2);
    }

    // The numbers of some observations' cameras, points or features, each number's in a row: [length, count].
    private Variable<double> Collect(Tape<double> tape, int first, int count, int length, double[] values)
    {
        for (int i = 0; i < count; i++)
        {
            int place = (first + i) * length % values.Length;
            for (int number = 0; number < length; number++)
                _row[(number * count) + i] = values[place + number];
        }

        return tape.Variable(_row.AsSpan(0, length * count), new(length, count));
    }
}
