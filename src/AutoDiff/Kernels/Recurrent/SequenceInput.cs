using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff.Kernels;

// What the inputs of a recurrent pass contribute to its gates: their product with weights, plus a bias, for a block of steps at
// once; or the source itself, where that was done before and there are no weights.
internal readonly ref struct SequenceInput<T>(in SequenceSize size, ReadOnlySpan<T> source, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _weights = weights;
    private readonly ReadOnlySpan<T> _bias = bias;
    private readonly ReadOnlySpan<T> _source = source;
    private readonly SequenceSize _size = size;

    // The contributions of some steps from `first` on.
    public void Project(int first, int steps, Span<T> gates)
    {
        if (_size.IsProjected)
        {
            _source.Slice(first * _size.GateLength, gates.Length).CopyTo(gates);
            return;
        }

        int columns = _size.GateColumns, rows = steps * _size.Batch;
        if (_bias.IsEmpty)
            MatrixProduct.Multiply(rows, columns, _size.Inputs, Rows(first, rows), _size.Inputs, false, _weights, columns, false, gates, columns, accumulate: false);
        else
            MatrixProduct.MultiplyOnto(rows, columns, _size.Inputs, Rows(first, rows), _size.Inputs, _weights, columns, _bias, gates, columns);
    }

    // Where the gates' cotangents of a block are best computed: where they are wanted, if that is as they are.
    public Span<T> Place(int first, int length, ref readonly Target<T> sourceBar, Span<T> scratch) =>
        _size.IsProjected && sourceBar.IsWanted && !sourceBar.Accumulate ? sourceBar.Values.Slice(first * _size.GateLength, length) : scratch[..length];

    // Adds what a block's cotangents of the gates mean for source, weights and bias.
    public void AddGradients(int first, int steps, scoped ReadOnlySpan<T> gatesBar, ref readonly Target<T> sourceBar, ref Target<T> weightsBar, ref Target<T> biasBar)
    {
        int columns = _size.GateColumns, rows = steps * _size.Batch, inputs = _size.Inputs;
        if (_size.IsProjected)
        {
            if (sourceBar.IsWanted && sourceBar.Accumulate)
                Elementwise.Map<T, IdentityFunction<T>>(gatesBar, sourceBar.Values.Slice(first * _size.GateLength, gatesBar.Length), accumulate: true);
            return;
        }

        // The bias first: its sum reads the cotangents in the order in which they lie, and may be the first to read them.
        if (biasBar.IsWanted)
            Reduction.SumTo(new Shape(rows, columns), gatesBar, new Shape(columns), biasBar.Values, biasBar.Open());
        if (weightsBar.IsWanted)
            MatrixProduct.Multiply(inputs, columns, rows, Rows(first, rows), inputs, true, gatesBar, columns, false, weightsBar.Values, columns, weightsBar.Open());
        if (sourceBar.IsWanted)
            MatrixProduct.Multiply(
                rows, inputs, columns, gatesBar, columns, false, _weights, columns, true, sourceBar.Values.Slice(first * _size.Batch * inputs, rows * inputs),
                inputs, sourceBar.Accumulate);
    }

    private ReadOnlySpan<T> Rows(int first, int rows) => _source.Slice(first * _size.Batch * _size.Inputs, rows * _size.Inputs);
}
