using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Benchmarks.Adbench;

// A hand: bones that hang on each other, and a mesh whose vertices follow their bones by weights (linear blend skinning).
internal sealed class HandModel
{
    private const int Matrix = 16, Frame = 12, Fingers = 5, BonesOfFinger = 4;

    // Above each bone, or -1; a bone stands after its parent.
    private readonly int[] _parents;

    // Of each bone where it hangs on its parent, and the inverse of where it rests; 3 rows of 4 numbers.
    private readonly double[] _relative, _inverse;

    private readonly double[] _vertices;

    // Bones and weights of vertex i: from _first[i] to _first[i + 1].
    private readonly int[] _first, _bones;
    private readonly double[] _weights;

    private HandModel(int[] parents, double[] relative, double[] inverse, double[] vertices, List<(int Bone, double Weight)>[] weights, int[] triangles)
    {
        (_parents, _relative, _inverse, _vertices, Triangles) = (parents, relative, inverse, vertices, triangles);
        _first = new int[weights.Length + 1];
        for (int i = 0; i < weights.Length; i++)
            _first[i + 1] = _first[i] + weights[i].Count;
        _bones = [.. weights.SelectMany(ofVertex => ofVertex).Select(pair => pair.Bone)];
        _weights = [.. weights.SelectMany(ofVertex => ofVertex).Select(pair => pair.Weight)];
    }

    public int[] Triangles { get; }

    public int Vertices => _vertices.Length / 3;

    public static HandModel Read(string folder)
    {
        List<int> parents = [];
        List<double> relative = [], inverse = [], vertices = [];
        List<List<(int, double)>> weights = [];
        List<int> triangles = [];
        for (Fields bones = new(Path.Combine(folder, "bones.txt")); !bones.AtEnd;)
        {
            bones.Word();
            parents.Add(bones.Whole());
            relative.AddRange(bones.Numbers(Matrix).Take(Frame));
            inverse.AddRange(bones.Numbers(Matrix).Take(Frame));
        }

        for (Fields mesh = new(Path.Combine(folder, "vertices.txt")); !mesh.AtEnd;)
        {
            vertices.AddRange(mesh.Numbers(3));
            mesh.Numbers(5);
            weights.Add([.. Enumerable.Range(0, mesh.Whole()).Select(_ => (mesh.Whole(), mesh.Number()))]);
        }

        for (Fields corners = new(Path.Combine(folder, "triangles.txt")); !corners.AtEnd;)
            triangles.Add(corners.Whole());
        return new([.. parents], [.. relative], [.. inverse], [.. vertices], [.. weights], [.. triangles]);
    }

    // As many bones as the published hand has, in the same order: wrist, five fingers of four, forearm.
    public static HandModel Random(int vertices, Random random)
    {
        int[] parents = [-1, .. Enumerable.Range(0, Fingers * BonesOfFinger).Select(i => i % BonesOfFinger == 0 ? 0 : i), 0];
        return new(
            parents,
            Uniform(Frame * parents.Length),
            Uniform(Frame * parents.Length),
            Uniform(3 * vertices),
            [.. Enumerable.Range(0, vertices).Select(i => Enumerable.Range(0, 1 + (i % 4)).Select(_ => (random.Next(parents.Length), random.NextDouble())).ToList())],
            [.. Enumerable.Range(0, 6 * vertices).Select(_ => random.Next(vertices))]);

        double[] Uniform(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }

    // Where the vertices are in a pose: [vertices, 3].
    public void Place<T>(ReadOnlySpan<T> pose, Span<T> positions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> frames = stackalloc T[Frame * _parents.Length];
        Frames(pose, frames);
        for (int i = 0; i < Vertices; i++)
        {
            T x = T.Zero, y = T.Zero, z = T.Zero;
            for (int k = _first[i]; k < _first[i + 1]; k++)
            {
                double weight = _weights[k];
                T a = T.CreateChecked(weight * _vertices[3 * i]), b = T.CreateChecked(weight * _vertices[(3 * i) + 1]),
                    c = T.CreateChecked(weight * _vertices[(3 * i) + 2]), w = T.CreateChecked(weight);
                ReadOnlySpan<T> frame = frames.Slice(Frame * _bones[k], Frame);
                x = T.MultiplyAddEstimate(frame[0], a, T.MultiplyAddEstimate(frame[1], b, T.MultiplyAddEstimate(frame[2], c, T.MultiplyAddEstimate(frame[3], w, x))));
                y = T.MultiplyAddEstimate(frame[4], a, T.MultiplyAddEstimate(frame[5], b, T.MultiplyAddEstimate(frame[6], c, T.MultiplyAddEstimate(frame[7], w, y))));
                z = T.MultiplyAddEstimate(frame[8], a, T.MultiplyAddEstimate(frame[9], b, T.MultiplyAddEstimate(frame[10], c, T.MultiplyAddEstimate(frame[11], w, z))));
            }

            (positions[3 * i], positions[(3 * i) + 1], positions[(3 * i) + 2]) = (x, y, z);
        }

        // The whole hand turns about its origin, then moves.
        Span<T> turn = stackalloc T[Frame];
        Turn(pose[..3], turn);
        for (int axis = 0; axis < 3; axis++)
            turn[(4 * axis) + 3] = pose[3 + axis];
        for (int i = 0; i < Vertices; i++)
        {
            T x = positions[3 * i], y = positions[(3 * i) + 1], z = positions[(3 * i) + 2];
            for (int axis = 0; axis < 3; axis++)
                positions[(3 * i) + axis] = T.MultiplyAddEstimate(
                    turn[4 * axis], x, T.MultiplyAddEstimate(turn[(4 * axis) + 1], y, T.MultiplyAddEstimate(turn[(4 * axis) + 2], z, turn[(4 * axis) + 3])));
        }
    }

    // Of each bone what takes a vertex from where it rests to where its bone carries it. A finger's first joint bends in two directions, its next two in one.
    private void Frames<T>(ReadOnlySpan<T> pose, Span<T> frames)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> absolute = stackalloc T[Frame * _parents.Length], relative = stackalloc T[Frame], bent = stackalloc T[Frame];
        for (int bone = 0; bone < _parents.Length; bone++)
        {
            int joint = ((bone - 1) % BonesOfFinger) - 1, angle = 6 + ((bone - 1) / BonesOfFinger * 4);
            Span<T> own = absolute.Slice(Frame * bone, Frame);
            for (int i = 0; i < Frame; i++)
                relative[i] = T.CreateChecked(_relative[(Frame * bone) + i]);
            if (bone > 0 && bone <= Fingers * BonesOfFinger && joint >= 0)
            {
                Bend(joint == 0 ? pose[angle] : pose[angle + joint + 1], joint == 0 ? pose[angle + 1] : T.Zero, bent);
                Multiply(relative, bent, own);
            }
            else
            {
                relative.CopyTo(own);
            }

            if (_parents[bone] >= 0)
            {
                own.CopyTo(relative);
                Multiply(absolute.Slice(Frame * _parents[bone], Frame), relative, own);
            }

            for (int i = 0; i < Frame; i++)
                relative[i] = T.CreateChecked(_inverse[(Frame * bone) + i]);
            Multiply(own, relative, frames.Slice(Frame * bone, Frame));
        }
    }

    // First about x, then about z.
    private static void Bend<T>(T x, T z, Span<T> frame)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T sx, T cx) = T.SinCos(x);
        (T sz, T cz) = T.SinCos(z);
        frame.Clear();
        (frame[0], frame[1], frame[2]) = (cz, -(sz * cx), sz * sx);
        (frame[4], frame[5], frame[6]) = (sz, cz * cx, -(cz * sx));
        (frame[9], frame[10]) = (sx, cx);
    }

    // Rodrigues' formula; like the published programs, no rotation below an angle of 0.0001.
    private static void Turn<T>(ReadOnlySpan<T> rotation, Span<T> frame)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        frame.Clear();
        frame[0] = frame[5] = frame[10] = T.One;
        T angle = T.Sqrt((rotation[0] * rotation[0]) + (rotation[1] * rotation[1]) + (rotation[2] * rotation[2]));
        if (angle < T.CreateChecked(0.0001))
            return;
        T x = rotation[0] / angle, y = rotation[1] / angle, z = rotation[2] / angle;
        (T sin, T cos) = T.SinCos(angle);
        T rest = T.One - cos;
        (frame[0], frame[1], frame[2]) = (cos + (x * x * rest), (x * y * rest) - (z * sin), (x * z * rest) + (y * sin));
        (frame[4], frame[5], frame[6]) = ((x * y * rest) + (z * sin), cos + (y * y * rest), (y * z * rest) - (x * sin));
        (frame[8], frame[9], frame[10]) = ((x * z * rest) - (y * sin), (y * z * rest) + (x * sin), cos + (z * z * rest));
    }

    // Rotation and translation one after the other, as matrices of 3 rows and 4 columns above a row 0 0 0 1.
    private static void Multiply<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < Frame; row += 4)
        {
            for (int column = 0; column < 4; column++)
            {
                T sum = (left[row] * right[column]) + (left[row + 1] * right[4 + column]) + (left[row + 2] * right[8 + column]);
                product[row + column] = column == 3 ? sum + left[row + 3] : sum;
            }
        }
    }
}
