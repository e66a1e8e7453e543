using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Coordinates of a grid from those of its axes: <c>grids[k][i_0, i_1, ...] = axes[k][i_k]</c>.</summary>
    /// <param name="axes">One array of one axis for each axis of the grid, the first axis first ("ij" order).</param>
    /// <returns>As many arrays, each of the grid's shape.</returns>
    /// <exception cref="ArgumentException">There is no input, or one has not exactly one axis.</exception>
    /// <remarks>
    /// A <see cref="BroadcastTo"/> for each axis. Where the grids only meet in pointwise operations, <see cref="Unsqueeze"/> and broadcasting
    /// give the same without the copies. Source: NumPy, meshgrid with indexing "ij".
    /// </remarks>
    public static Variable<T>[] MeshGrid<T>(params ReadOnlySpan<Variable<T>> axes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (axes.IsEmpty)
            OpErrors.NoInput(nameof(MeshGrid));
        Variable<T>[] grids = new Variable<T>[axes.Length];
        MeshGrid(axes, grids);
        return grids;
    }

    /// <summary>Coordinates of a grid from those of its axes, put where there is room for them.</summary>
    /// <param name="axes">One array of one axis for each axis of the grid, the first axis first ("ij" order).</param>
    /// <param name="grids">Where the grids go, one for each axis.</param>
    /// <exception cref="ArgumentException">An input has not exactly one axis, there are too many, or not as many places as inputs.</exception>
    /// <remarks>As <see cref="MeshGrid{T}(ReadOnlySpan{Variable{T}})"/>, without the array.</remarks>
    public static void MeshGrid<T>(ReadOnlySpan<Variable<T>> axes, Span<Variable<T>> grids)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (axes.Length != grids.Length)
            RoomDiffers(axes.Length, grids.Length);
        Shape grid = Shape.Scalar;
        for (int i = 0; i < axes.Length; i++)
        {
            if (axes[i].Shape.Rank != 1)
                NotALine(i, axes[i].Shape);
            grid = grid.Insert(i, axes[i].Shape[0]);
        }

        Span<int> lengths = stackalloc int[Shape.MaxRank];
        for (int i = 0; i < axes.Length; i++)
        {
            lengths.Fill(1);
            lengths[i] = grid[i];
            grids[i] = BroadcastTo(Reshape(axes[i], new Shape(lengths[..grid.Rank])), grid);
        }
    }

    internal static IEnumerable<WorkedCase<T>> MeshGridCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The grids' array is made once: making it is the caller's, not the operation's.
        Variable<T>[] grids = new Variable<T>[3];
        return
        [
            new("MeshGrid([2], [3], [2]), multiplied", x => Meet(x, grids), new WorkedInput(new Shape(2)), new WorkedInput(new Shape(3)), new WorkedInput(new Shape(2)))
            {
                Reference = inputs => Reference.Elements(12, i => inputs[0][i / 6] * inputs[1][i / 2 % 3] * inputs[2][i % 2]),
            },
            Refused("MeshGrid([2, 3])", x => MeshGrid(x[0])[0], "MeshGrid", "input 0", "[2, 3]"),
            Refused("MeshGrid()", x => MeshGrid<T>()[0], "MeshGrid", "no input"),
            Refused("MeshGrid([2, 3], 3 places)", x => Meet(x, grids), "MeshGrid", "1 axes", "3 grids"),
        ];

        static Variable<T> Meet(ReadOnlySpan<Variable<T>> x, Variable<T>[] grids)
        {
            MeshGrid(x, grids.AsSpan());
            return grids[0] * grids[1] * grids[2];
        }

        static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
            new(name, function, new WorkedInput(new Shape(2, 3))) { Refusal = words };
    }

    [DoesNotReturn]
    private static void NotALine(int input, Shape shape) => throw new ArgumentException(
        $"{nameof(MeshGrid)}: not the coordinates of one axis: input {input} is {shape}; need one axis each.");

    [DoesNotReturn]
    private static void RoomDiffers(int axes, int grids) => throw new ArgumentException(
        $"{nameof(MeshGrid)}: {axes} axes but room for {grids} grids; need one of each.");
}
