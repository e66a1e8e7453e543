using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// The independently recurrent cell (IndRNN): every unit sees its own past alone, <c>h' = f(x · inputWeights + h ⊙ recurrentWeights + bias)</c>; the output is
/// <c>h'</c>. Units mix in the next layer.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Over T steps a unit's gradient with relu grows or fades as <c>|u|^T</c>, u its recurrent weight. The source keeps it within <c>|u| ≤ γ^(1/T)</c>:
/// call <see cref="ClipRecurrentWeights"/> with <see cref="Bound"/> after every update.
/// Source: Li et al. 2018, "Independently recurrent neural network (IndRNN): building a longer and deeper RNN".
/// </remarks>
/// <example><code>
/// optimizer.Step();
/// cell.ClipRecurrentWeights(IndependentCell&lt;float&gt;.Bound(steps: 784));
/// </code></example>
public sealed class IndependentCell<T> : ICell<T, HiddenState<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Activation _activation;

    /// <summary>Makes a cell. Input weights are He-uniform, recurrent weights even from 0 to 1, biases zero.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="hiddenSize">Features of state and output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="activation">The nonlinearity <c>f</c>.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or there is no such nonlinearity.</exception>
    public IndependentCell(int inputSize, int hiddenSize, RandomStream random, Activation activation = Activation.Relu, string name = "independent")
    {
        RnnErrors.CheckSizes(nameof(IndependentCell<>), inputSize, hiddenSize);
        _activation = Gates.Checked(nameof(IndependentCell<>), activation);
        InputWeights = new Parameter<T>($"{name}.input_weights", new Shape(inputSize, hiddenSize));
        RecurrentWeights = new Parameter<T>($"{name}.recurrent_weights", new Shape(hiddenSize));
        Bias = new Parameter<T>($"{name}.bias", new Shape(hiddenSize));
        Parameters = [InputWeights, RecurrentWeights, Bias];
        Initializers.HeUniform(InputWeights, inputSize, random);
        Initializers.Uniform(RecurrentWeights, 0, 1, random);
    }

    /// <summary>The input weights <c>[inputs, hidden]</c>.</summary>
    public Parameter<T> InputWeights { get; }

    /// <summary>The recurrent weights <c>[hidden]</c>.</summary>
    public Parameter<T> RecurrentWeights { get; }

    /// <summary>The bias <c>[hidden]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public int InputSize => InputWeights.Shape[0];

    /// <inheritdoc/>
    public int OutputSize => InputWeights.Shape[1];

    /// <summary>The largest recurrent weight with which a relu unit's signal grows by no more than a factor over a sequence: <c>growth^(1/steps)</c>.</summary>
    /// <param name="steps">Steps of the sequence.</param>
    /// <param name="growth">The factor.</param>
    /// <exception cref="ArgumentException">There is no step, or the factor is not a positive number.</exception>
    public static double Bound(int steps, double growth = 2)
    {
        if (steps < 1)
            throw RnnErrors.NoSteps(nameof(Bound));
        if (!(growth > 0 && double.IsFinite(growth)))
            throw new ArgumentException(FormattableString.Invariant($"Bound: not a factor: the growth is {growth}; need a finite number above 0."));
        return Math.Pow(growth, 1.0 / steps);
    }

    /// <summary>Moves every recurrent weight into <c>[-bound, bound]</c>.</summary>
    /// <param name="bound">The largest size.</param>
    /// <exception cref="ArgumentException">The bound is negative or NaN.</exception>
    public void ClipRecurrentWeights(double bound)
    {
        if (!(bound >= 0))
            throw new ArgumentException(FormattableString.Invariant($"ClipRecurrentWeights: not a bound: {bound}; need 0 or more."));
        T most = T.CreateTruncating(bound);
        Span<T> weights = RecurrentWeights.Write();
        for (int i = 0; i < weights.Length; i++)
            weights[i] = T.Clamp(weights[i], -most, most);
    }

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Projection.Of(inputs, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Projection.OfOneHot(tape, classes, InputWeights, Bias);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in HiddenState<T> state, out HiddenState<T> next)
    {
        Projection.Check(nameof(IndependentCell<>), projected.Shape, OutputSize, state.Hidden.Shape, OutputSize);
        next = new HiddenState<T>(_activation.Apply(projected + (state.Hidden * projected.Tape.Use(RecurrentWeights))));
        return next.Hidden;
    }
}
