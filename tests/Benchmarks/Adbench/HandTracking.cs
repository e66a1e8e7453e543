using System;
using System.IO;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Benchmarks.Adbench;

// How far measured points are from those of a hand: 26 numbers turn and move the hand and bend its fingers, bones carry the vertices of its
// mesh. The simple problem compares each point with a vertex; the complicated one with a point on a triangle, whose two barycentric
// coordinates are two numbers more for each, and take two columns of the Jacobian for all of them.
// Source: as of the Gaussian mixture, section 4.3; Taylor and others, "User-specific hand modeling from monocular depth sequences" (2014).
internal sealed class HandTracking
{
    public const int PoseLength = 26;

    public required HandModel Model { get; init; }

    // A vertex, or a triangle, for each point.
    public required int[] Correspondences { get; init; }

    // Measured: [points, 3].
    public required double[] Points { get; init; }

    // Global rotation (angle times axis), global translation, and for each finger four angles.
    public required double[] Pose { get; init; }

    // Two of a triangle's barycentric coordinates: [points, 2]; nothing in the simple problem.
    public double[] Barycentric { get; init; } = [];

    public int Count => Correspondences.Length;

    public int Residuals => 3 * Count;

    public bool OnTriangles => Barycentric.Length > 0;

    // Columns of the Jacobian.
    public int Columns => PoseLength + (OnTriangles ? 2 : 0);

    public static HandTracking Read(string path, string model, bool onTriangles)
    {
        Fields fields = new(path);
        int count = fields.Whole(), pose = fields.Whole();
        if (pose != PoseLength)
            throw new InvalidDataException($"{path}: {pose} numbers in a pose; need {PoseLength}.");
        int[] correspondences = new int[count];
        double[] points = new double[3 * count];
        for (int i = 0; i < count; i++)
        {
            correspondences[i] = fields.Whole();
            fields.Numbers(3).CopyTo(points, 3 * i);
        }

        return new()
        {
            Model = HandModel.Read(model),
            Correspondences = correspondences,
            Points = points,
            Barycentric = onTriangles ? fields.Numbers(2 * count) : [],
            Pose = fields.Numbers(pose),
        };
    }

    // What the published programs must compute for the file "test", a simple problem of the small model.
    // Source: ADBench, test/dotnet/modules/HandTests.cs.
    public static double[] PublishedErrors { get; } =
        [1.65193147941611551e-01, -1.74542769272742593e-01, 1.54751161622253441e-01, -1.25651749731793605e-01, -4.25102935355075040e-02, -1.30665781132340175e-01];

    // The derivatives of the first of them.
    public static double[] PublishedRow { get; } =
    [
        -1.95512959341282745e-02, 1.18421319736437044e-02, -1.08140043450366714e-02, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        -2.21537299179855318e-02, 2.98023294354714807e-02, -8.89718384720838799e-03, -2.24887887916698764e-03,
    ];

    public static HandTracking Random(int vertices, int count, bool onTriangles, int seed)
    {
        Random random = new(seed);
        HandModel model = HandModel.Random(vertices, random);
        return new()
        {
            Model = model,
            Correspondences = [.. Enumerable.Range(0, count).Select(_ => random.Next(onTriangles ? model.Triangles.Length / 3 : vertices))],
            Points = [.. Enumerable.Range(0, 3 * count).Select(_ => random.NextDouble())],
            Barycentric = onTriangles ? [.. Enumerable.Range(0, 2 * count).Select(_ => random.NextDouble())] : [],
            Pose = [.. Enumerable.Range(0, PoseLength).Select(_ => random.NextDouble() - 0.5)],
        };
    }

    // Measured minus modelled: [points, 3]. The whole mesh is posed, as in the published programs, [vertices, 3], whichever vertices the points ask for.
    public void Errors<T>(ReadOnlySpan<T> pose, ReadOnlySpan<T> barycentric, Span<T> positions, Span<T> errors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Model.Place(pose, positions);
        for (int i = 0; i < Count; i++)
        {
            Span<T> error = errors.Slice(3 * i, 3);
            for (int axis = 0; axis < 3; axis++)
                error[axis] = T.CreateChecked(Points[(3 * i) + axis]);
            if (!OnTriangles)
            {
                ReadOnlySpan<T> vertex = positions.Slice(3 * Correspondences[i], 3);
                for (int axis = 0; axis < 3; axis++)
                    error[axis] -= vertex[axis];
                continue;
            }

            ReadOnlySpan<int> corners = Model.Triangles.AsSpan(3 * Correspondences[i], 3);
            T u = barycentric[2 * i], v = barycentric[(2 * i) + 1], w = T.One - u - v;
            for (int axis = 0; axis < 3; axis++)
                error[axis] -= (u * positions[(3 * corners[0]) + axis]) + (v * positions[(3 * corners[1]) + axis]) + (w * positions[(3 * corners[2]) + axis]);
        }
    }
}
