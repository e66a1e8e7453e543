using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Every example with mean 0 and variance 1 over its last axes: <c>y = (x - mean) / sqrt(variance + epsilon) · scale + shift</c>.</summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <param name="scale">A factor for each feature, of the last axes' shape; null for none.</param>
    /// <param name="shift">A term for each feature, of the last axes' shape; null for none.</param>
    /// <param name="axes">How many of the last axes are taken together.</param>
    /// <param name="epsilon">What is added to the variance, which may be 0.</param>
    /// <returns>Outputs of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There are not so many axes, a parameter has another shape, or epsilon is negative or not finite.</exception>
    /// <remarks>
    /// The variance divides by the count. Derivative, with h the normalised x, r the factor that made it and g = yBar · scale:
    /// <c>xBar = r · (g - mean(g) - h · mean(g · h))</c>, <c>scaleBar = sum of yBar · h</c> and <c>shiftBar = sum of yBar</c> over all examples.
    /// Saves x, scale and two numbers an example. The mean is taken first, so that a large one cancels nothing. One NaN or infinity makes its example NaN,
    /// and so do squares that overflow, or without an epsilon are all 0. Source: Ba, Kiros and Hinton 2016.
    /// </remarks>
    public static Variable<T> LayerNorm<T>(Variable<T> x, Variable<T>? scale = null, Variable<T>? shift = null, int axes = 1, double epsilon = 1e-5)
        where T : unmanaged, IFloatingPointIeee754<T> => NormRules<T>.Apply(nameof(LayerNorm), new LayerNorm<T>(epsilon), x, scale, shift, axes, epsilon);

    /// <summary>
    /// Channels in groups, each group of each example with mean 0 and variance 1: <c>y = (x - mean) / sqrt(variance + epsilon) · scale + shift</c>.
    /// </summary>
    /// <param name="x">Inputs <c>[batch, channels, ...]</c>.</param>
    /// <param name="groups">Into how many groups the channels fall; as many as channels normalise each channel of each example (instance normalisation).</param>
    /// <param name="scale">A factor for each channel <c>[channels]</c>; null for none.</param>
    /// <param name="shift">A term for each channel <c>[channels]</c>; null for none.</param>
    /// <param name="epsilon">What is added to the variance, which may be 0.</param>
    /// <returns>Outputs of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">x lacks channels, the groups do not divide them, a parameter has another shape, or epsilon is negative or not finite.</exception>
    /// <remarks>Derivative, memory and special values: as of <see cref="LayerNorm"/> over a group. Source: Wu and He 2018.</remarks>
    public static Variable<T> GroupNorm<T>(Variable<T> x, int groups, Variable<T>? scale = null, Variable<T>? shift = null, double epsilon = 1e-5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        if (shape.Rank < 2 || groups < 1 || shape[1] % groups != 0)
            throw new ArgumentException(
                $"{nameof(GroupNorm)}: the channels do not fall into groups: x is {shape}, groups are {groups}; "
                    + "need [batch, channels, ...] and groups that divide the channels.");
        ChannelNorms.CheckChannels(nameof(GroupNorm), nameof(scale), scale, in shape);
        ChannelNorms.CheckChannels(nameof(GroupNorm), nameof(shift), shift, in shape);
        Shape grouped = new(shape[0], groups, shape[1] / groups * shape.CountOf(2, shape.Rank));
        Variable<T> h = Reshape(NormRules<T>.Apply(nameof(GroupNorm), new LayerNorm<T>(epsilon), Reshape(x, grouped), null, null, 1, epsilon), shape);
        return ChannelNorms.Affine(h, scale, shift);
    }
}

// Of rows [rows, n].
internal readonly struct LayerNorm<T>(double epsilon) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LayerNorm";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 5), 1, 2),
        Case(new Shape(2, 3, 40), 1, 1),
        Case(new Shape(2, 3, 4), 2, 0),
        Case(new Shape(130, 3), 1, 2),
        Case(new Shape(0, 3), 1, 2),
        Case(new Shape(2, 0), 1, 2),
        new("LayerNorm([2, 4], null, shift)", x => Ops.LayerNorm(x[0], null, x[1]), new WorkedInput(new Shape(2, 4)), new WorkedInput(new Shape(4)))
        {
            Reference = inputs => Reference.Elements(8, i => NormRules<T>.Case("", x => x[0], new Shape(2, 4), 1, 0, 1e-5, true).Reference!([inputs[0]])[i] + inputs[1][i % 4]),
        },
        new("GroupNorm([2, 4, 3], 2)", x => Ops.GroupNorm(x[0], 2, x[1], x[2]), new WorkedInput(new Shape(2, 4, 3)), new WorkedInput(new Shape(4)), new WorkedInput(new Shape(4)))
        {
            Reference = inputs =>
            {
                double[] h = NormRules<T>.Case("", x => x[0], new Shape(4, 6), 1, 0, 1e-5, true).Reference!([inputs[0]]);
                return Reference.Elements(24, i => (h[i] * inputs[1][i / 3 % 4]) + inputs[2][i / 3 % 4]);
            },
        },
        Refused("LayerNorm([3], axes 2)", x => Ops.LayerNorm(x[0], axes: 2), new Shape(3), "LayerNorm", "last 2", "[3]"),
        Refused("LayerNorm([2, 3], scale [2, 3])", x => Ops.LayerNorm(x[0], x[0]), new Shape(2, 3), "LayerNorm", "scale", "[2, 3]", "[3]"),
        Refused("LayerNorm([2, 3], epsilon -1)", x => Ops.LayerNorm(x[0], epsilon: -1), new Shape(2, 3), "LayerNorm", "epsilon", "-1"),
        Refused("GroupNorm([2, 4, 3], 3)", x => Ops.GroupNorm(x[0], 3), new Shape(2, 4, 3), "GroupNorm", "groups are 3", "[2, 4, 3]"),
        Refused("GroupNorm([2, 4, 3], 2, scale [2, 4, 3])", x => Ops.GroupNorm(x[0], 2, x[0]), new Shape(2, 4, 3), "GroupNorm", "scale", "[2, 4, 3]", "[4]"),
    ];

    // Two numbers a row.
    public static int SavedLength(in Operands<T> inputs) => Shape.Length(2L * inputs[0][0]);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => NormRules<T>.Forward(in call, epsilon, centred: true);

    public void Vjp(in VjpCall<T> call) => NormRules<T>.Vjp(in call, epsilon, centred: true);

    public void Jvp(in JvpCall<T> call) => NormRules<T>.Jvp(in call, epsilon, centred: true);

    public Variable<T> Batch(in BatchCall<T> call) => NormRules<T>.Batch(in call, this);

    private static WorkedCase<T> Case(Shape x, int axes, int parameters) => NormRules<T>.Case(
        $"LayerNorm({x}, {axes} axes, {parameters} parameters)",
        v => Ops.LayerNorm(v[0], parameters > 0 ? v[1] : null, parameters > 1 ? v[2] : null, axes, 0.1),
        x,
        axes,
        parameters,
        0.1,
        centred: true);

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, Shape x, params string[] words) => new(name, function, new WorkedInput(x)) { Refusal = words };
}
