using System.Collections.Generic;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.CustomOperation;

/// <summary>
/// <see cref="Bilinear{T}"/> with one mistake: the matrix's cotangent has x and y exchanged. Square matrices hide it from every
/// check of shapes; values are right, so is the forward rule.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly struct SwappedBilinear<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SwappedBilinear";

    /// <inheritdoc/>
    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new(
            "SwappedBilinear([2, 3], [3, 3], [2, 3])",
            x => Of(x[0], x[1], x[2]),
            new WorkedInput(new Shape(2, 3)),
            new WorkedInput(new Shape(3, 3)),
            new WorkedInput(new Shape(2, 3)))
        {
            Reference = inputs => BilinearCases.Plain(inputs[0], inputs[1], inputs[2], 2, 3, 3),
        },
    ];

    /// <summary>The form of every pair.</summary>
    /// <param name="x">Vectors <c>[..., length]</c>.</param>
    /// <param name="a">A square matrix.</param>
    /// <param name="y">Vectors <c>[..., length]</c>.</param>
    public static Variable<T> Of(Variable<T> x, Variable<T> a, Variable<T> y) => x.Tape.Apply(default(SwappedBilinear<T>), x, a, y);

    /// <inheritdoc/>
    public Shape ShapeOf(in Operands<T> inputs) => default(Bilinear<T>).ShapeOf(in inputs);

    /// <inheritdoc/>
    public void Forward(in ForwardCall<T> call) => default(Bilinear<T>).Forward(in call);

    /// <inheritdoc/>
    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> x = call.Input(0), a = call.Input(1), y = call.Input(2), sBar = Unsqueeze(call.Cotangent, -1);
        call.Add(0, sBar * MatMul(y, a, transposeB: true));
        call.Add(1, MatMul(Rows(sBar * y), Rows(x), transposeA: true));
        call.Add(2, sBar * MatMul(x, a));
    }

    /// <inheritdoc/>
    public void Jvp(in JvpCall<T> call) => default(Bilinear<T>).Jvp(in call);
}
