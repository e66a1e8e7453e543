using System;
using System.Buffers;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

// What stands between the layers of a stack: dropout of the inputs and of what one layer gives the next, and the way past a layer.
internal sealed class LayerLinks
{
    private readonly Dropout? _inputs;
    private readonly Dropout? _between;
    private readonly bool _locked;

    public LayerLinks(double inputDropout, double dropout, bool locked, bool residual)
    {
        _inputs = inputDropout == 0 ? null : new Dropout(inputDropout);
        _between = dropout == 0 ? null : new Dropout(dropout);
        _locked = locked;
        IsResidual = residual;
    }

    public bool DropsInputs => _inputs is not null;

    private bool IsResidual { get; }

    // Sizes must fit, and past a layer the same features arrive that it gives.
    public void Check(string stack, int layer, int below, int inputs, int outputs)
    {
        if (below != inputs)
            throw new ArgumentException($"{stack}: sizes do not fit: layer {layer - 1} gives {below} features, layer {layer} takes {inputs}; need equal sizes.");
        if (IsResidual && inputs != outputs)
            throw new ArgumentException(
                $"{stack}: no residual connection fits: layer {layer} takes {inputs} features and gives {outputs}; "
                    + "need equal sizes past every layer but the lowest.");
    }

    public void CheckNotProjected(string stack, RandomStream? random)
    {
        if (_inputs is not null && random is not null)
            throw new ArgumentException(
                FormattableString.Invariant($"{stack}: the inputs' products are done, so that inputs can no longer be dropped: the input dropout is {_inputs.Probability}; ")
                    + "need the inputs themselves. Use Unroll, or a stack without input dropout.");
    }

    // What a layer is given: dropped, where there is dropout before it.
    public Variable<T> Into<T>(int layer, Variable<T> values, RandomStream? random, PackedSegment? rows, int firstStep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Dropout? dropout = layer == 0 ? _inputs : _between;
        return dropout is null ? values : Drop(dropout, values, random, _locked, rows, firstStep);
    }

    // What the next layer is given: also what this one was given before dropout, where layers are residual.
    public Variable<T> OutOf<T>(int layer, Variable<T> given, Variable<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => IsResidual && layer > 0 ? given + result : result;

    // Element f of row b at step t has number (t · batch + b) · features + f in the mask, packed or not; locked, it has number b · features + f at every step.
    public static Variable<T> Drop<T>(Dropout dropout, Variable<T> values, RandomStream? random, bool locked, PackedSegment? rows, int firstStep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (random is null)
            return values;
        Shape shape = values.Shape;
        if (rows is { } segment)
        {
            ulong first = locked ? 0 : (ulong)firstStep * (ulong)segment.Rows.RowCount * (ulong)shape[-1];
            return dropout.Forward(values, random, segment.Rows.MaskRows(segment, locked), first);
        }

        return locked ? DropAllSteps(dropout, values, random) : dropout.Forward(values, random, (ulong)firstStep * (ulong)shape[1] * (ulong)shape[2]);
    }

    // Every step [batch, features] of [time, batch, features] with the same mask.
    private static Variable<T> DropAllSteps<T>(Dropout dropout, Variable<T> values, RandomStream random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int batch = values.Shape[1], count = values.Shape[0] * batch;
        int[] rented = ArrayPool<int>.Shared.Rent(count);
        try
        {
            Span<int> rows = rented.AsSpan(0, count);
            for (int i = 0; i < count; i++)
                rows[i] = i % batch;
            return dropout.Forward(values, random, rows);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }
}
