using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// Every element dropped, that is 0, with a given probability, else scaled so that the mean stays:
    /// <c>y_i = m_i · x_i / (1 - probability)</c>, where the mask m_i is 0 or 1.
    /// </summary>
    /// <param name="x">Any array.</param>
    /// <param name="probability">The probability of dropping, from 0 to less than 1, in steps of 2^-32.</param>
    /// <param name="key">
    /// Names the mask: element i is decided by number <c>first + i</c> of the key's stream. The same key gives the same mask, in a recomputation too; draw a
    /// new key for a new mask.
    /// </param>
    /// <param name="first">The number of the first element in the mask, where <paramref name="x"/> is a part of a longer array.</param>
    /// <returns>The elements kept, of <paramref name="x"/>'s shape; <paramref name="x"/> itself where the probability is 0.</returns>
    /// <exception cref="ArgumentException">The probability is below 0, at least 1, or NaN.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Dropout(xDot)</c>, <c>xBar = Dropout(yBar)</c>, with the same key. Saves nothing: the mask is computed anew.
    /// A dropped infinity or NaN gives NaN, so that errors stay visible.
    /// Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014), scaled while training.
    /// </remarks>
    public static Variable<T> Dropout<T>(Variable<T> x, double probability, RandomKey key, ulong first = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(probability >= 0 && probability < 1))
            NotAProbability(nameof(Dropout), probability);
        return probability == 0 ? x : x.Tape.Apply(new Dropout<T>(probability, key, first), x);
    }

    [DoesNotReturn]
    private static void NotAProbability(string operation, double probability) => throw new ArgumentException(
        FormattableString.Invariant($"{operation}: not a probability of dropping: {probability}; need 0 or more and less than 1, the share of elements that become 0."));
}

internal readonly struct Dropout<T>(double probability, RandomKey key, ulong first) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int ChunkSize = 256;

    public static string Name => "Dropout";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 4), 0.5, new RandomKey(7, 3)),
        Case(new Shape(600), 0.1, new RandomKey(ulong.MaxValue, 1)),
        Case(new Shape(300), 0.5, new RandomKey(7, 3), first: 1001),
        Case(new Shape(2, 0), 0.5, default),
        Case(Shape.Scalar, 0.9, new RandomKey(1, 2)),
        new("Dropout(x, 0)", x => Ops.Dropout(x[0], 0, default), new WorkedInput(new Shape(4))) { Reference = Reference.Of(v => v) },
        Refused(1, "1;"),
        Refused(-0.1, "-0.1"),
        Refused(double.NaN, "NaN"),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Drop(call.Input(0), probability, key, first, call.Output, call.Accumulate);

    // Elements whose numbers in the mask follow each other.
    [SkipLocalsInit]
    public static void Drop(ReadOnlySpan<T> x, double probability, RandomKey key, ulong first, Span<T> y, bool accumulate)
    {
        Span<T> mask = stackalloc T[ChunkSize];
        T kept = T.CreateChecked(1 / (1 - probability));
        for (int start = 0; start < y.Length; start += ChunkSize)
        {
            int count = Math.Min(ChunkSize, y.Length - start);
            CounterRandom.FillMask(key.Seed, key.Stream, first + (ulong)start, 1 - probability, kept, mask[..count]);
            Elementwise.Map<T, MultiplyFunction<T>>(x.Slice(start, count), mask[..count], y.Slice(start, count), accumulate);
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Ops.Dropout(call.Cotangent, probability, key, first));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Dropout(call.Tangent(0), probability, key, first));

    // All examples have one mask: that of the example that the operation was written for.
    public Variable<T> Batch(in BatchCall<T> call) => call.Input(0) * Ops.Dropout(call.Tape.Fill(T.One, call.InputShape(0)), probability, key, first);

    // Element i is kept if the generator's word i, of 32 bits, is among the lowest share of 1 - probability.
    private static WorkedCase<T> Case(Shape shape, double probability, RandomKey key, ulong first = 0) =>
        new(FormattableString.Invariant($"Dropout({shape}, {probability}, {key}, {first})"), x => Ops.Dropout(x[0], probability, key, first), new WorkedInput(shape))
        {
            Reference = inputs => Reference.Elements(shape.Count, i =>
            {
                UInt128 block = CounterRandom.Block(key.Seed, (first + (ulong)i) / 4, key.Stream);
                uint word = (uint)(block >> (32 * (int)((first + (ulong)i) % 4)));
                return word < Math.Round((1 - probability) * 4294967296) ? inputs[0][i] / (1 - probability) : 0;
            }),
        };

    private static WorkedCase<T> Refused(double probability, string words) =>
        new(FormattableString.Invariant($"Dropout(x, {probability})"), x => Ops.Dropout(x[0], probability, default), new WorkedInput(new Shape(3)))
        {
            Refusal = ["Dropout", words],
        };
}
