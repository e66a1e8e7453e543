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
    /// <exception cref="ArgumentException">There are no layers, or more than <see cref="MaxLayers"/>.</exception>
    public StackState(int layerCount)
    {
        if (layerCount is < 1 or > MaxLayers)
            throw new ArgumentException($"StackState: {layerCount} layers; need 1 to {MaxLayers}.");
        LayerCount = layerCount;
    }

    /// <summary>How many layers there are.</summary>
    public int LayerCount { get; }

    /// <inheritdoc/>
    public readonly int PartCount => LayerCount * default(TState).PartCount;

    /// <inheritdoc/>
    public readonly Variable<T> this[int part] => _layers[part / default(TState).PartCount][part % default(TState).PartCount];

    /// <inheritdoc/>
    public static StackState<T, TState> FromParts(ReadOnlySpan<Variable<T>> parts)
    {
        int each = default(TState).PartCount;
        StackState<T, TState> state = new(parts.Length / each);
        for (int layer = 0; layer < state.LayerCount; layer++)
            state._layers[layer] = TState.FromParts(parts.Slice(layer * each, each));
        return state;
    }

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
