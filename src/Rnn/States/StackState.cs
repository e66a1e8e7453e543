using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Rnn;

/// <summary>The states of stacked layers, lowest first. It lives inline, so that a step allocates nothing.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of one layer.</typeparam>
public struct StackState<T, TState> : IState<StackState<T, TState>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    /// <summary>The largest number of layers.</summary>
    public const int MaxLayers = 16;

    private Layers _layers;

    /// <summary>Makes the state of that many layers, to be filled in.</summary>
    /// <param name="layerCount">How many layers.</param>
    /// <exception cref="ArgumentException">There are no layers, or more than <see cref="MaxLayers"/>, or a layer's state has no parts, as a stack's own has by default.</exception>
    public StackState(int layerCount)
    {
        if (layerCount is < 1 or > MaxLayers)
            throw new ArgumentException($"StackState: {layerCount} layers; need 1 to {MaxLayers}.");
        if (Each < 1)
            throw new ArgumentException(
                $"StackState: a layer's state of type {RnnErrors.NameOf(typeof(TState))} has {Each} parts by default; "
                    + "need a state of a fixed number of parts, 1 or more. A stack of stacks is one stack of all their cells.");
        LayerCount = layerCount;
    }

    /// <summary>How many layers there are.</summary>
    public int LayerCount { get; }

    /// <inheritdoc/>
    public static bool CanCarry => TState.CanCarry;

    /// <inheritdoc/>
    public readonly int PartCount => LayerCount * Each;

    /// <inheritdoc/>
    public readonly Variable<T> this[int part] => (uint)part < (uint)PartCount
        ? _layers[part / Each][part % Each]
        : throw RnnErrors.NoSuchPart(nameof(StackState<,>), part, PartCount);

    private static int Each => default(TState).PartCount;

    /// <inheritdoc/>
    public static StackState<T, TState> FromParts(ReadOnlySpan<Variable<T>> parts)
    {
        int each = Each;
        if (each > 0 && parts.Length % each != 0)
            throw RnnErrors.PartCount(nameof(StackState<,>), parts.Length, $"{each} for each layer");
        StackState<T, TState> state = new(each > 0 ? parts.Length / each : 1);
        for (int layer = 0; layer < state.LayerCount; layer++)
            state._layers[layer] = TState.FromParts(parts.Slice(layer * each, each));
        return state;
    }

    /// <inheritdoc/>
    public static string PartName(int part) => $"layer {part / Each} {TState.PartName(part % Each)}";

    /// <summary>The state of one layer.</summary>
    /// <param name="layer">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public readonly TState Layer(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)layer, (uint)LayerCount, nameof(layer));
        return _layers[layer];
    }

    /// <summary>Sets the state of one layer.</summary>
    /// <param name="layer">Which, from 0.</param>
    /// <param name="state">Its state.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public void SetLayer(int layer, TState state)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)layer, (uint)LayerCount, nameof(layer));
        _layers[layer] = state;
    }

    [InlineArray(MaxLayers)]
    private struct Layers
    {
        private TState _first;
    }
}
