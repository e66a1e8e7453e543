using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// Every query's mean of the values, weighted by how well their keys answer it:
    /// <c>y = Softmax(queries · keysᵀ · scale + mask) · values</c>, for each leading index on its own.
    /// </summary>
    /// <param name="queries">Queries <c>[..., queries, features]</c>, as in <c>[batch, heads, time, features]</c>.</param>
    /// <param name="keys">Keys <c>[..., keys, features]</c>, with the same leading axes; at least one key.</param>
    /// <param name="values">Values <c>[..., keys, width]</c>, with the same leading axes.</param>
    /// <param name="mask">
    /// Terms added to the scores, of any shape that broadcasts to <c>[..., queries, keys]</c>: -infinity hides a key (see <see cref="AttentionMask"/>), other
    /// numbers are a bias, which may be learnt. Null for none.
    /// </param>
    /// <param name="causal">Whether query i sees the keys 0 to i alone, both counted from the start.</param>
    /// <param name="scale">What scores are multiplied with; <c>1 / sqrt(features)</c> if null.</param>
    /// <returns><c>[..., queries, width]</c>. A query that sees no key gets zeros, and passes no gradient on.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no key.</exception>
    /// <remarks>
    /// Derivative, with p the weights and s the scores: <c>valuesBar = pᵀ · yBar</c>, <c>sBar = p · (pBar - sum(p · pBar))</c> with <c>pBar = yBar · valuesᵀ</c>,
    /// <c>queriesBar = sBar · keys · scale</c>, <c>keysBar = sBarᵀ · queries · scale</c>, <c>maskBar = sBar</c>.
    /// Saves inputs, result and one number a query. No matrix of scores exists, forward or backward: they are computed for a block of 64 queries and 128 keys at
    /// a time, so memory grows with the lengths, not with their product. Gradients that are recorded or differentiated again, forward rules, and gradients
    /// where one variable stands in two places are computed with the whole matrix. Scores of +infinity or NaN give NaN.
    /// Source: Vaswani et al. 2017, section 3.2.1; Dao et al. 2022, "FlashAttention", algorithms 1 and 4.
    /// </remarks>
    public static Variable<T> ScaledDotProductAttention<T>(
        Variable<T> queries, Variable<T> keys, Variable<T> values, Variable<T>? mask = null, bool causal = false, double? scale = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScaledDotProductAttention<T> attention = new(causal, scale);
        return mask is { } terms ? queries.Tape.Apply(attention, queries, keys, values, terms) : queries.Tape.Apply(attention, queries, keys, values);
    }

    /// <summary>The mask for <see cref="ScaledDotProductAttention"/> that hides keys: 0 where a key is seen, -infinity where not.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tape">Where to put it.</param>
    /// <param name="seen">Whether a key is seen, row-major.</param>
    /// <param name="shape">Their shape, which broadcasts to <c>[..., queries, keys]</c>: <c>[batch, 1, 1, keys]</c> to hide the padding of shorter sequences.</param>
    /// <returns>A constant of that shape.</returns>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Variable<T> AttentionMask<T>(Tape<T> tape, ReadOnlySpan<bool> seen, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] terms = new T[seen.Length];
        for (int i = 0; i < terms.Length; i++)
            terms[i] = seen[i] ? T.Zero : T.NegativeInfinity;
        return tape.Constant(terms, shape);
    }
}

// Inputs: queries, keys, values, and perhaps a mask.
internal readonly struct ScaledDotProductAttention<T>(bool causal, double? scale) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double Hidden = double.NegativeInfinity;

    public static string Name => "ScaledDotProductAttention";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(2, 3, 4), new Shape(2, 5, 4), 3),
        Case(new Shape(3, 4), new Shape(3, 4), 4, causal: true),
        Case(new Shape(2, 4, 2), new Shape(2, 3, 2), 2, causal: true, scale: 0.3),
        Case(new Shape(2, 2, 3, 4), new Shape(2, 2, 5, 4), 2, mask: new Shape(3, 5)),
        Case(new Shape(2, 2, 3, 4), new Shape(2, 2, 5, 4), 2, mask: new Shape(2, 1, 1, 5), causal: true),
        Case(new Shape(0, 3), new Shape(2, 3), 2),
        Case(new Shape(2, 0), new Shape(3, 0), 2),
        Case(new Shape(70, 3), new Shape(70, 3), 2, causal: true),
        Case(new Shape(66, 2), new Shape(131, 2), 2, mask: new Shape(66, 131)),
        Fixed("a query sees nothing", [0, Hidden, 0, Hidden, Hidden, Hidden, 0, 0, Hidden], new Shape(3, 3), false),
        Fixed("the mask and the future hide all", [Hidden, 0, 0], new Shape(1, 3), true),
        Fixed("all keys share a term", [1, Hidden, -2], new Shape(3, 1), false),
        Fixed("all scores share a term", [3], Shape.Scalar, false),
        new("ScaledDotProductAttention(x, x, x)", x => Ops.ScaledDotProductAttention(x[0], x[0], x[0]), new WorkedInput(new Shape(3, 2)))
        {
            Reference = inputs => Values([inputs[0], inputs[0], inputs[0]], new Shape(3, 2), new Shape(3, 2), 2, default, null, false, null),
        },
        Refused(new Shape(3, 4), new Shape(5, 3), new Shape(5, 3), Shape.Scalar, "[3, 4]", "[5, 3]", "features"),
        Refused(new Shape(3, 4), new Shape(5, 4), new Shape(4, 4), Shape.Scalar, "[5, 4]", "[4, 4]", "one value"),
        Refused(new Shape(2, 3, 4), new Shape(3, 5, 4), new Shape(3, 5, 4), Shape.Scalar, "[2, 3, 4]", "leading"),
        Refused(new Shape(4), new Shape(5, 4), new Shape(5, 4), Shape.Scalar, "[4]"),
        Refused(new Shape(3, 4), new Shape(0, 4), new Shape(0, 4), Shape.Scalar, "no keys", "[0, 4]"),
        Refused(new Shape(3, 4), new Shape(5, 4), new Shape(5, 4), new Shape(2, 3, 5), "mask", "[2, 3, 5]", "[3, 5]"),
    ];

    // One number for each query.
    public static int SavedLength(in Operands<T> inputs) => inputs[0].CountOf(0, inputs[0].Rank - 1);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        ref readonly Shape queries = ref inputs[0], keys = ref inputs[1], values = ref inputs[2];
        if (queries.Rank < 2 || keys.Rank != queries.Rank || values.Rank != queries.Rank
            || !queries.Axes[..^2].SequenceEqual(keys.Axes[..^2]) || !queries.Axes[..^2].SequenceEqual(values.Axes[..^2])
            || queries[-1] != keys[-1] || keys[-2] != values[-2])
            Misfit(queries, keys, values);
        if (keys[-2] == 0)
            NoKeys(keys);
        if (inputs.Count > 3 && !FitsScores(in inputs[3], in queries, keys[-2]))
            MaskDoesNotFit(inputs[3], queries, keys[-2]);
        return queries.With(-1, values[-1]);
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape queries = ref call.InputShape(0);
        AttentionSize size = SizeOf(in queries, in call.InputShape(1), in call.InputShape(2));
        AttentionMask<T> mask = call.InputCount > 3 ? new(call.Input(3), in call.InputShape(3), in queries) : default;
        AttentionPass<T>.Forward(in size, causal, Factor(in queries), call.Input(0), call.Input(1), call.Input(2), mask, call.Output, call.Saved);
    }

    public void Vjp(in VjpCall<T> call)
    {
        if (!call.MayOpen)
        {
            Recorded(in call);
            return;
        }

        ref readonly Shape queries = ref call.InputShape(0);
        AttentionSize size = SizeOf(in queries, in call.InputShape(1), in call.InputShape(2));
        AttentionMask<T> mask = call.InputCount > 3 ? new(call.Input(3).Values, in call.InputShape(3), in queries) : default;
        AttentionTargets<T> targets = new()
        {
            QueriesBar = SequenceRules.Open(in call, 0),
            KeysBar = SequenceRules.Open(in call, 1),
            ValuesBar = SequenceRules.Open(in call, 2),
            MaskBar = SequenceRules.Open(in call, 3),
        };
        AttentionPass<T>.Backward(
            in size,
            causal,
            Factor(in queries),
            call.Input(0).Values,
            call.Input(1).Values,
            call.Input(2).Values,
            mask,
            call.Output.Values,
            call.Saved,
            call.Cotangent.Values,
            targets);
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> queries = call.Input(0), keys = call.Input(1), p = Weights(queries, keys, call.InputCount > 3 ? call.Input(3) : null);
        T factor = Factor(queries.Shape);
        if (call.Moves(0))
            Add(in call, p, Ops.MatMul(call.Tangent(0), keys, false, true) * factor);
        if (call.Moves(1))
            Add(in call, p, Ops.MatMul(queries, call.Tangent(1), false, true) * factor);
        if (call.Moves(2))
            call.Add(Ops.MatMul(p, call.Tangent(2)));
        if (call.InputCount > 3 && call.Moves(3))
            Add(in call, p, Ops.BroadcastTo(call.Tangent(3), p.Shape));
    }

    public Variable<T> Batch(in BatchCall<T> call) => call.InputCount > 3
        ? call.Tape.Apply(this, call.Batched(0), call.Batched(1), call.Batched(2), call.Aligned(3))
        : call.Tape.Apply(this, call.Batched(0), call.Batched(1), call.Batched(2));

    private static void Add(in JvpCall<T> call, Variable<T> p, Variable<T> scoresDot) =>
        call.Add(Ops.MatMul(SoftmaxGradient<T>.Of(scoresDot, p, p.Shape.Rank - 1), call.Input(2)));

    // The rule in plain operations, for gradients that are differentiated again.
    private void Recorded(in VjpCall<T> call)
    {
        Variable<T> queries = call.Input(0), keys = call.Input(1), yBar = call.Cotangent, p = Weights(queries, keys, call.InputCount > 3 ? call.Input(3) : null);
        T factor = Factor(queries.Shape);
        Variable<T> scoresBar = SoftmaxGradient<T>.Of(Ops.MatMul(yBar, call.Input(2), false, true), p, p.Shape.Rank - 1);
        if (call.Wants(0))
            call.Add(0, Ops.MatMul(scoresBar * factor, keys));
        if (call.Wants(1))
            call.Add(1, Ops.MatMul(scoresBar * factor, queries, true, false));
        if (call.Wants(2))
            call.Add(2, Ops.MatMul(p, yBar, true, false));
        if (call.InputCount > 3)
            call.Add(3, scoresBar);
    }

    // The weights [..., queries, keys] in plain operations; a query that sees nothing has zeros.
    private Variable<T> Weights(Variable<T> queries, Variable<T> keys, Variable<T>? mask)
    {
        Tape<T> tape = queries.Tape;
        Variable<T> scores = Ops.MatMul(queries, keys, false, true) * Factor(queries.Shape);
        if (mask is not { } terms)
            return Ops.Softmax(causal ? scores + Future(tape, scores.Shape) : scores);
        if (causal)
            terms += Future(tape, scores.Shape);
        else if (terms.Shape.Rank == 0)
            terms = Ops.Reshape(terms, new Shape(1));

        // The softmax of nothing has no value and no slope, so such a query is given something to see, and its weights are dropped.
        Variable<T> zero = tape.Constant(T.Zero), blind = Ties<T>.Of(Ops.Max(Ops.Detach(terms), -1, keepAxes: true), tape.Constant(T.NegativeInfinity));
        return Ops.Where(blind, zero, Ops.Softmax(scores + Ops.Where(blind, zero, terms)));
    }

    // -infinity where a key comes after the query.
    private static Variable<T> Future(Tape<T> tape, Shape scores)
    {
        int keys = scores[-1];
        T[] terms = new T[scores[-2] * keys];
        for (int i = 0; i < terms.Length; i++)
            terms[i] = i % keys > i / keys ? T.NegativeInfinity : T.Zero;
        return tape.Constant(terms, new Shape(scores[-2], keys));
    }

    // The scores themselves may be more than an array holds: axis by axis, then.
    private static bool FitsScores(in Shape mask, in Shape queries, int keys) =>
        mask.Rank == 0 || ((mask[-1] == 1 || mask[-1] == keys) && mask.With(-1, 1).BroadcastsTo(queries.With(-1, 1)));

    private T Factor(in Shape queries) => T.CreateChecked(scale ?? 1 / Math.Sqrt(Math.Max(1, queries[-1])));

    private static AttentionSize SizeOf(in Shape queries, in Shape keys, in Shape values) =>
        new(queries.CountOf(0, queries.Rank - 2), queries[-2], keys[-2], queries[-1], values[-1]);

    private static WorkedCase<T> Case(Shape queries, Shape keys, int width, Shape? mask = null, bool causal = false, double? scale = null)
    {
        Shape values = keys.With(-1, width);
        List<WorkedInput> inputs = [new(queries), new(keys), new(values)];
        if (mask is { } shape)
            inputs.Add(new(shape));
        return new(
            FormattableString.Invariant($"ScaledDotProductAttention({queries}, {keys}, {values}, {mask}, {causal}, {scale})"),
            x => Ops.ScaledDotProductAttention(x[0], x[1], x[2], mask is null ? null : x[3], causal, scale),
            [.. inputs])
        {
            Reference = x => Values(x, queries, keys, width, mask ?? default, mask is null ? null : x[3], causal, scale),
        };
    }

    // A mask that stands still, of infinities too. Whoever sees one key alone has no slopes, so most see more.
    private static WorkedCase<T> Fixed(string name, double[] terms, Shape mask, bool causal)
    {
        T[] given = Array.ConvertAll(terms, T.CreateChecked);
        return new(
            $"ScaledDotProductAttention where {name}",
            x => Ops.ScaledDotProductAttention(x[0], x[1], x[2], x[0].Tape.Constant(given, mask), causal),
            new WorkedInput(new Shape(3, 4)),
            new WorkedInput(new Shape(3, 4)),
            new WorkedInput(new Shape(3, 2)))
        {
            Reference = x => Values(x, new Shape(3, 4), new Shape(3, 4), 2, mask, terms, causal, null),
        };
    }

    private static double[] Values(double[][] inputs, Shape queries, Shape keys, int width, Shape mask, double[]? terms, bool causal, double? scale)
    {
        int features = queries[-1], count = keys[-2], rows = queries[-2];
        Shape scores = queries.With(-1, count);
        double[] result = new double[queries.With(-1, width).Count];
        for (int row = 0; row < result.Length / width; row++)
        {
            int head = row / rows;
            double[] weights = new double[count];
            double largest = double.NegativeInfinity, sum = 0;
            for (int key = 0; key < count; key++)
            {
                for (int i = 0; i < features; i++)
                    weights[key] += inputs[0][(row * features) + i] * inputs[1][(((head * count) + key) * features) + i];
                weights[key] *= scale ?? 1 / Math.Sqrt(Math.Max(1, features));
                if (terms is not null)
                    weights[key] += terms[Reference.Source(scores, (row * count) + key, mask)];
                if (causal && key > row % rows)
                    weights[key] = double.NegativeInfinity;
                largest = Math.Max(largest, weights[key]);
            }

            for (int key = 0; key < count; key++)
                sum += Math.Exp(weights[key] - largest);
            for (int i = 0; i < width && largest > double.NegativeInfinity; i++)
            {
                for (int key = 0; key < count; key++)
                    result[(row * width) + i] += Math.Exp(weights[key] - largest) / sum * inputs[2][(((head * count) + key) * width) + i];
            }
        }

        return result;
    }

    private static WorkedCase<T> Refused(Shape queries, Shape keys, Shape values, Shape mask, params string[] words) => new(
        $"ScaledDotProductAttention({queries}, {keys}, {values}, {mask})",
        x => Ops.ScaledDotProductAttention(x[0], x[1], x[2], x[3]),
        new WorkedInput(queries),
        new WorkedInput(keys),
        new WorkedInput(values),
        new WorkedInput(mask))
    {
        Refusal = ["ScaledDotProductAttention", .. words],
    };

    [DoesNotReturn]
    private static void Misfit(Shape queries, Shape keys, Shape values) => throw new ArgumentException(
        $"{Name}: queries, keys and values do not fit: they are {queries}, {keys} and {values}; need [..., queries, features], [..., keys, features] "
            + "and [..., keys, width] with equal leading axes, equal features and one value for each key.");

    [DoesNotReturn]
    private static void NoKeys(Shape keys) => throw new ArgumentException($"{Name}: no keys: the keys are {keys}; need at least one.");

    [DoesNotReturn]
    private static void MaskDoesNotFit(Shape mask, Shape queries, int keys) => throw new ArgumentException(
        $"{Name}: the mask does not broadcast to the scores: the mask is {mask}, the scores are [{string.Join(", ", [.. queries.Axes[..^1], keys])}]; "
            + "need every length, counted from the end, to be equal or 1.");
}
