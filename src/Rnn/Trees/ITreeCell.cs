using System;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// A cell of a network shaped like a tree: it maps a node's input and its children's states to the node's state. Plain recursion over the tree, or a walk up
/// from the leaves, is the network.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
public interface ITreeCell<T, TState> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    /// <summary>The number of features of an input.</summary>
    int InputSize { get; }

    /// <summary>The number of features of an output.</summary>
    int OutputSize { get; }

    /// <summary>What the inputs contribute to their nodes, for one node or many.</summary>
    /// <param name="inputs">Inputs <c>[..., inputs]</c>.</param>
    /// <returns>The contributions <c>[..., any]</c>, as <see cref="Join"/> takes them.</returns>
    Variable<T> Project(Variable<T> inputs);

    /// <summary>What one-hot inputs contribute to their nodes.</summary>
    /// <param name="tape">Where to put it.</param>
    /// <param name="classes">Class numbers, each from 0 to one less than the input size.</param>
    /// <returns>The contributions <c>[classes, any]</c>.</returns>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes);

    /// <summary>A node from its children.</summary>
    /// <param name="projected">What the node's input contributes, <c>[batch, any]</c>: as many trees of one shape as there are rows.</param>
    /// <param name="children">The children's states; none for a leaf.</param>
    /// <returns>The node's state.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or the cell cannot have as many children.</exception>
    TState Join(Variable<T> projected, params ReadOnlySpan<TState> children);
}
