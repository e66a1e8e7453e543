using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// A recurrent language model: tokens, as one-hot vectors or through an embedding, go through stacked cells and an output layer to the
/// probabilities of the next token.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of one layer.</typeparam>
public sealed class LanguageModel<T, TState> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly Dropout? _dropout;
    private readonly bool _locked;

    /// <summary>Puts a model together.</summary>
    /// <param name="embedding">Vectors for the tokens; null to give the lowest cell one-hot vectors.</param>
    /// <param name="stack">The cells.</param>
    /// <param name="output">From the highest cell's outputs to the scores of the tokens, of which the softmax is taken: <see cref="FullSoftmax{T}"/>.</param>
    /// <param name="dropout">The probability of dropping an element before the output layer while training.</param>
    /// <param name="locked">Whether a row's mask before the output layer is the same at every step.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, one-hot vectors are to be dropped, or the probability is not in [0, 1).</exception>
    public LanguageModel(Embedding<T>? embedding, RecurrentStack<T, TState> stack, Linear<T> output, double dropout = 0, bool locked = false)
        : this(embedding, stack, new FullSoftmax<T>(output), dropout, locked)
    {
    }

    /// <summary>Puts a model together, with any output layer.</summary>
    /// <param name="embedding">Vectors for the tokens; null to give the lowest cell one-hot vectors.</param>
    /// <param name="stack">The cells.</param>
    /// <param name="output">From the highest cell's outputs to the probabilities of the tokens.</param>
    /// <param name="dropout">The probability of dropping an element before the output layer while training.</param>
    /// <param name="locked">Whether a row's mask before the output layer is the same at every step.</param>
    /// <exception cref="ArgumentException">
    /// Sizes do not fit, one-hot vectors are to be dropped, a <see cref="TiedSoftmax{T}"/> is tied to another embedding, or the probability is not in [0, 1).
    /// </exception>
    public LanguageModel(Embedding<T>? embedding, RecurrentStack<T, TState> stack, IOutputLayer<T> output, double dropout = 0, bool locked = false)
    {
        if (embedding is null && stack.DropsInputs)
            throw new ArgumentException("LanguageModel: one-hot vectors are not made, so that they cannot be dropped; need an embedding, or a stack without input dropout.");
        if (embedding is not null && embedding.Table.Shape[1] != stack.InputSize)
            throw new ArgumentException(
                $"LanguageModel: sizes do not fit: the embedding gives {embedding.Table.Shape[1]} features, the lowest cell takes {stack.InputSize}; "
                    + "need equal sizes.");
        if (output.InputSize != stack.OutputSize)
            throw new ArgumentException(
                $"LanguageModel: sizes do not fit: the highest cell gives {stack.OutputSize} features, the output layer takes {output.InputSize}; "
                    + "need equal sizes.");
        if (output is TiedSoftmax<T> tied && tied.Embedding.Table != embedding?.Table)
            throw new ArgumentException(
                $"LanguageModel: the output layer is tied to another embedding: it scores with {tied.Embedding.Table}, the model reads with "
                    + $"{(embedding is null ? "one-hot vectors" : $"its own {embedding.Table}")}; need the embedding that the model reads with. Make the TiedSoftmax from it.");
        Embedding = embedding;
        Stack = stack;
        Output = output;
        _dropout = dropout == 0 ? null : new Dropout(dropout);
        _locked = locked;
        Parameters = [.. embedding?.Parameters ?? [], .. stack.Parameters, .. output.Parameters.Where(one => one != embedding?.Table)];
    }

    /// <summary>The tokens' vectors, or null for one-hot.</summary>
    public Embedding<T>? Embedding { get; }

    /// <summary>The cells.</summary>
    public RecurrentStack<T, TState> Stack { get; }

    /// <summary>From outputs to the probabilities of tokens.</summary>
    public IOutputLayer<T> Output { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The number of tokens that there are scores for.</summary>
    public int Vocabulary => Output.Classes;

    /// <summary>Runs the cells over tokens.</summary>
    /// <param name="tape">The tape to run on.</param>
    /// <param name="tokens">Tokens <c>[time, batch]</c>, time first.</param>
    /// <param name="batch">Rows side by side.</param>
    /// <param name="state">The state before the first step.</param>
    /// <param name="final">The state after the last step.</param>
    /// <param name="random">Where dropped elements are drawn from while training; null in evaluation.</param>
    /// <param name="firstStep">The number of the first step, from 0, where the tokens are a part of a longer sequence: a step's mask depends on its number.</param>
    /// <param name="reset">For each step and row, time first, whether the row begins anew before that step; empty for never.</param>
    /// <returns>The highest cell's outputs <c>[time, batch, features]</c>.</returns>
    /// <exception cref="ArgumentException">
    /// The tokens do not fill the rows, there is no such token, the state or the flags do not fit, or the first step's number is negative.
    /// </exception>
    public Variable<T> Features(
        Tape<T> tape,
        ReadOnlySpan<int> tokens,
        int batch,
        in StackState<T, TState> state,
        out StackState<T, TState> final,
        RandomStream? random = null,
        int firstStep = 0,
        ReadOnlySpan<bool> reset = default)
    {
        if (batch < 1 || tokens.Length == 0 || tokens.Length % batch != 0)
            throw new ArgumentException($"LanguageModel: {tokens.Length} tokens do not fill rows of a batch of {batch}; need a positive multiple of the batch size.");
        Variable<T> inputs = Embedding is null ? Stack.Cells[0].ProjectOneHot(tape, tokens) : Embedding.Forward(tape, tokens);
        inputs = Reshape(inputs, new Shape(tokens.Length / batch, batch, inputs.Shape[1]));
        Variable<T> projected = Embedding is null ? inputs : Stack.Project(inputs, random, null, firstStep);
        Variable<T> features = Stack.RunProjected(projected, null, in state, out final, random, firstStep, reset);
        return _dropout is null ? features : LayerLinks.Drop(_dropout, features, random, _locked, null, firstStep);
    }

    /// <summary>Runs the cells over packed tokens: sentences of several lengths side by side, or some of their steps.</summary>
    /// <param name="tape">The tape to run on.</param>
    /// <param name="tokens">The tokens of the steps to run, packed: one for each place.</param>
    /// <param name="rows">The sentences, or some of their steps.</param>
    /// <param name="state">The state before the first of the steps, a row for every sentence.</param>
    /// <param name="final">The state of each sentence after its last step here.</param>
    /// <param name="random">Where dropped elements are drawn from while training; null in evaluation.</param>
    /// <returns>The highest cell's outputs <c>[places, features]</c>; <see cref="Loss"/> takes them with packed targets.</returns>
    /// <exception cref="ArgumentException">The tokens or the state do not fit the rows, or there is no such token.</exception>
    public Variable<T> FeaturesPacked(
        Tape<T> tape,
        ReadOnlySpan<int> tokens,
        PackedSegment rows,
        in StackState<T, TState> state,
        out StackState<T, TState> final,
        RandomStream? random = null)
    {
        if (tokens.Length != rows.Count)
            throw PackedErrors.ValueCount("LanguageModel", "the packed tokens do not fit", tokens.Length, rows.Count, "one for each real step");
        Variable<T> projected = Embedding is null ? Stack.Cells[0].ProjectOneHot(tape, tokens) : Stack.Project(Embedding.Forward(tape, tokens), random, rows, firstStep: 0);
        Variable<T> features = Stack.RunProjected(projected, rows, in state, out final, random, firstStep: 0, []);
        return _dropout is null ? features : LayerLinks.Drop(_dropout, features, random, _locked, rows, firstStep: 0);
    }

    /// <summary>The summed cross-entropy, in nats, of the targets of a chunk's steps from one on.</summary>
    /// <param name="features">The outputs of the steps <c>[time, batch, features]</c>, or packed <c>[places, features]</c>.</param>
    /// <param name="targets">The targets of those steps that count, time first: as many as there are, or fewer, when the last outputs have none.</param>
    /// <param name="random">Where an output layer draws from while training, if it does; null in evaluation.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">There are more targets than outputs, or there is no such token.</exception>
    public Variable<T> Loss(Variable<T> features, ReadOnlySpan<int> targets, RandomStream? random = null)
    {
        Variable<T> rows = Rows(features);
        if (targets.Length > rows.Shape[0])
            throw new ArgumentException($"LanguageModel: {targets.Length} targets for {rows.Shape[0]} outputs of shape {features.Shape}; need at most one for each.");
        return Output.Loss(Slice(rows, 0, 0, targets.Length), targets, random, LossReduction.Sum);
    }
}
