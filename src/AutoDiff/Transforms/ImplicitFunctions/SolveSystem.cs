using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

// y = A⁻¹·x, or A⁻ᵀ·x, for a matrix that nothing is differentiated through: linear, so each derivative is such a solution again.
internal readonly struct SolveSystem<T>(int system, bool transpose) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // [[0, 2, 1], [1, 1, 0], [3, 0, 1]], whose first pivot is not the first row; the determinant is -5.
    private static readonly DenseSystem Example = new([0, 2, 1, 1, 1, 0, 3, 0, 1], 3);

    public static string Name => "SolveSystem";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("A⁻¹·x", x => Of(x[0], Example, false), new WorkedInput(new Shape(3)))
        {
            Reference = inputs =>
            {
                double[] b = inputs[0];
                return [-(b[0] - (2 * b[1]) - b[2]) / 5, -(-b[0] - (3 * b[1]) + b[2]) / 5, -((-3 * b[0]) + (6 * b[1]) - (2 * b[2])) / 5];
            },
        },
        new("A⁻ᵀ·x", x => Of(x[0], Example, true), new WorkedInput(new Shape(3, 1)))
        {
            Reference = inputs =>
            {
                double[] b = inputs[0];
                return [-(b[0] - b[1] - (3 * b[2])) / 5, -((-2 * b[0]) - (3 * b[1]) + (6 * b[2])) / 5, -(-b[0] + b[1] - (2 * b[2])) / 5];
            },
        },
    ];

    public static Variable<T> Of(Variable<T> x, LinearSystem system, bool transpose) => x.Tape.Apply(new SolveSystem<T>(x.Tape.KeepObject(system), transpose), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => call.Kept<LinearSystem>(system).Solve(call.Input(0), call.Output, transpose);

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Tape.Apply(new SolveSystem<T>(system, !transpose), call.Cotangent));

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tape.Apply(new SolveSystem<T>(system, transpose), call.Tangent(0)));
}
