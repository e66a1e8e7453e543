using System.Collections.Generic;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.CustomOperation;

// Small calls from which all the laws are tested: usual shapes, no axis to spare, nothing to sum, no pairs, special values, refusals.
internal static class BilinearCases
{
    public static IEnumerable<WorkedCase<T>> Of<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        Case<T>(new Shape(5, 3), new Shape(3, 4), new Shape(5, 4)),
        Case<T>(new Shape(3), new Shape(3, 4), new Shape(4)),
        Case<T>(new Shape(2, 3, 2), new Shape(2, 2), new Shape(2, 3, 2)),
        Case<T>(new Shape(3, 1), new Shape(1, 17), new Shape(3, 17)),
        Case<T>(new Shape(0, 3), new Shape(3, 2), new Shape(0, 2)),
        Case<T>(new Shape(2, 0), new Shape(0, 3), new Shape(2, 3)),
        new(
            "Bilinear([x], [[a]], [y])",
            x => Bilinear<T>.Of(Reshape(x[0], new Shape(1)), Reshape(x[1], new Shape(1, 1)), Reshape(x[2], new Shape(1))),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar))
        {
            Reference = inputs => [inputs[0][0] * inputs[1][0] * inputs[2][0]],
            Specials =
            [
                new([2, 3, 5], 30) { Slopes = [15, 10, 6] },
                new([double.NaN, 1, 1], double.NaN),
                new([2, double.NegativeInfinity, 1], double.NegativeInfinity),
                new([0, double.PositiveInfinity, 1], double.NaN),
            ],
        },
        Refused<T>(new Shape(5, 3), new Shape(3), new Shape(5, 4), "[3]", "two axes"),
        Refused<T>(Shape.Scalar, new Shape(3, 4), new Shape(4), "no axis", "[..., 3]"),
        Refused<T>(new Shape(5, 4), new Shape(3, 4), new Shape(5, 3), "lengths differ", "[5, 4]", "[3, 4]", "[5, 3]"),
        Refused<T>(new Shape(5, 3), new Shape(3, 4), new Shape(6, 4), "not pairs", "[5, 3]", "[6, 4]"),
    ];

    public static WorkedCase<T> Case<T>(Shape x, Shape a, Shape y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new($"Bilinear({x}, {a}, {y})", inputs => Bilinear<T>.Of(inputs[0], inputs[1], inputs[2]), new WorkedInput(x), new WorkedInput(a), new WorkedInput(y))
        {
            Reference = inputs => Plain(inputs[0], inputs[1], inputs[2], x.Remove(-1).Count, a[0], a[1]),
        };

    // Three loops that share nothing with the kernel.
    public static double[] Plain(double[] x, double[] a, double[] y, int pairs, int rows, int columns)
    {
        double[] forms = new double[pairs];
        for (int pair = 0; pair < pairs; pair++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                    forms[pair] += x[(pair * rows) + row] * a[(row * columns) + column] * y[(pair * columns) + column];
            }
        }

        return forms;
    }

    private static WorkedCase<T> Refused<T>(Shape x, Shape a, Shape y, params string[] words)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new($"Bilinear({x}, {a}, {y})", inputs => Bilinear<T>.Of(inputs[0], inputs[1], inputs[2]), new WorkedInput(x), new WorkedInput(a), new WorkedInput(y))
        {
            Refusal = ["Bilinear", .. words],
        };
}
