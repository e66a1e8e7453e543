using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// Elman's recurrence over a whole sequence in one operation: <c>h_t = f(x_t · inputWeights + bias + h_(t-1) · recurrentWeights)</c>.
    /// </summary>
    /// <param name="inputs">Inputs <c>[time, batch, inputs]</c>, at least one step.</param>
    /// <param name="state">The state before the first step <c>[batch, hidden]</c>.</param>
    /// <param name="recurrentWeights">The recurrent weights <c>[hidden, hidden]</c>.</param>
    /// <param name="inputWeights">The input weights <c>[inputs, hidden]</c>.</param>
    /// <param name="bias">The bias <c>[hidden]</c>, or null.</param>
    /// <param name="activation">The nonlinearity <c>f</c>.</param>
    /// <returns>The states after each step <c>[time, batch, hidden]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no step.</exception>
    /// <remarks>
    /// Derivative: backpropagation through time, <c>aBar_t = (hBar_t + aBar_(t+1) · recurrentWeightsᵀ) · f'</c>; weights get the sum over steps of
    /// what stood before them, transposed, times <c>aBar_t</c>. Saves inputs and result. Products with the input's weights and the
    /// gradients of all weights are done for many steps at once. The same as the steps one by one, up to rounding;
    /// an adjoint that has vanished, below 1e-31 in float or 1e-292 in double, may be carried on as 0.
    /// Source: Elman 1990; Werbos 1990, "Backpropagation through time: what it does and how to do it".
    /// </remarks>
    public static Variable<T> ElmanSequence<T>(
        Variable<T> inputs,
        Variable<T> state,
        Variable<T> recurrentWeights,
        Variable<T> inputWeights,
        Variable<T>? bias,
        Activation activation = Activation.Tanh)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        bias is { } offset
            ? inputs.Tape.Apply(new ElmanSequence<T>(activation), inputs, state, recurrentWeights, inputWeights, offset)
            : inputs.Tape.Apply(new ElmanSequence<T>(activation), inputs, state, recurrentWeights, inputWeights);

    /// <summary>Elman's recurrence over a whole sequence whose inputs' products are done: <c>h_t = f(p_t + h_(t-1) · recurrentWeights)</c>.</summary>
    /// <param name="projected">What the inputs contribute <c>[time, batch, hidden]</c>, at least one step.</param>
    /// <param name="state">The state before the first step <c>[batch, hidden]</c>.</param>
    /// <param name="recurrentWeights">The recurrent weights <c>[hidden, hidden]</c>.</param>
    /// <param name="activation">The nonlinearity <c>f</c>.</param>
    /// <returns>The states after each step <c>[time, batch, hidden]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no step.</exception>
    /// <remarks>Derivative, memory and source: as of the other overload.</remarks>
    public static Variable<T> ElmanSequence<T>(Variable<T> projected, Variable<T> state, Variable<T> recurrentWeights, Activation activation = Activation.Tanh)
        where T : unmanaged, IFloatingPointIeee754<T> => projected.Tape.Apply(new ElmanSequence<T>(activation), projected, state, recurrentWeights);
}

// Inputs: source, state, recurrent weights; input weights and bias as far as given.
internal readonly struct ElmanSequence<T>(Activation activation) : IPrimitive<T>, ISteppedSequence<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int First = 3;

    public static string Name => "ElmanSequence";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(3, 2, 3, 4, true, Activation.Tanh),
        Case(4, 1, 2, 17, false, Activation.Tanh),
        Case(1, 2, 3, 2, true, Activation.Sigmoid),
        Case(3, 2, 1, 3, true, Activation.Relu),
        Case(3, 0, 2, 3, true, Activation.Tanh),
        Case(3, 2, 0, 4, false, Activation.Tanh),
        Case(1, 1, 0, 3, false, Activation.Sigmoid),
        Case(3, 2, 2, 0, true, Activation.Tanh),
        new(
            "ElmanSequence([3, 2, 0], [2, 4], [4, 4], [0, 4], [4])",
            x => Ops.ElmanSequence(x[0], x[1], x[2], x[3], x[4]),
            new WorkedInput(new Shape(3, 2, 0)),
            new WorkedInput(new Shape(2, 4)),
            new WorkedInput(new Shape(4, 4), -1, 1),
            new WorkedInput(new Shape(0, 4)),
            new WorkedInput(new Shape(4)))
        {
            Reference = values => SequenceReference.Run([new double[24], values[1], values[2]], 3, 2, 0, 4, gates: 1, First, values[1], (_, h, next) =>
            {
                for (int j = 0; j < 4; j++)
                {
                    double sum = values[4][j];
                    for (int k = 0; k < 4; k++)
                        sum += h[k] * values[2][(k * 4) + j];
                    next[j] = Math.Tanh(sum);
                }
            }),
        },
        new(
            "ElmanSequence with no such activation",
            x => Ops.ElmanSequence(x[0], x[1], x[2], (Activation)7),
            new WorkedInput(new Shape(2, 3, 4)),
            new WorkedInput(new Shape(3, 4)),
            new WorkedInput(new Shape(4, 4)))
        {
            Refusal = ["ElmanSequence", "no activation 7", "Tanh"],
        },
        new(
            "ElmanSequence([2, 3, 4], [3, 5], [5, 6])",
            x => Ops.ElmanSequence(x[0], x[1], x[2]),
            new WorkedInput(new Shape(2, 3, 4)),
            new WorkedInput(new Shape(3, 5)),
            new WorkedInput(new Shape(5, 6)))
        {
            Refusal = ["ElmanSequence", "[2, 3, 4]", "[3, 5]", "[5, 6]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        if (!Enum.IsDefined(activation))
            throw new ArgumentException($"{Name}: there is no activation {(int)activation}; need {string.Join(", ", Enum.GetNames<Activation>())}.");
        SequenceErrors.Check(Name, in inputs, states: 1, First, gates: 1);
        return inputs[0].With(-1, inputs[1][1]);
    }

    public void Forward(in ForwardCall<T> call)
    {
        SequenceSize size = SequenceRules.SizeOf(in call, First, gates: 1);
        SequenceInput<T> input = SequenceRules.InputOf(in call, in size, First);
        if (activation == Activation.Tanh)
            ElmanPass<T, ActivationOf<T, TanhFunction<T>, TanhGradientFunction<T>>>.Forward(in size, in input, call.Input(1), call.Input(2), call.Output);
        else if (activation == Activation.Relu)
            ElmanPass<T, ActivationOf<T, ReluFunction<T>, ReluGradientFunction<T>>>.Forward(in size, in input, call.Input(1), call.Input(2), call.Output);
        else
            ElmanPass<T, ActivationOf<T, SigmoidFunction<T>, SigmoidGradientFunction<T>>>.Forward(in size, in input, call.Input(1), call.Input(2), call.Output);
    }

    public void Vjp(in VjpCall<T> call)
    {
        if (!call.MayOpen)
        {
            Recorded(in call);
            return;
        }

        if (activation == Activation.Tanh)
            Backward<ActivationOf<T, TanhFunction<T>, TanhGradientFunction<T>>>(in call);
        else if (activation == Activation.Relu)
            Backward<ActivationOf<T, ReluFunction<T>, ReluGradientFunction<T>>>(in call);
        else
            Backward<ActivationOf<T, SigmoidFunction<T>, SigmoidGradientFunction<T>>>(in call);
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> weights = call.Input(2), y = call.Output;
        int steps = y.Shape[0];
        Variable<T> zero = call.Tape.Fill(T.Zero, call.InputShape(1)), hDot = call.Moves(1) ? call.Tangent(1) : zero;
        Variable<T>[] tangents = new Variable<T>[steps];
        for (int t = 0; t < steps; t++)
        {
            Variable<T> aDot = SequenceRules.GatesTangent(in call, zero, t, First) + Ops.MatMul(hDot, weights);
            if (call.Moves(2))
                aDot += Ops.MatMul(t == 0 ? call.Input(1) : Ops.Select(y, 0, t - 1), call.Tangent(2));
            tangents[t] = hDot = Slope(aDot, Ops.Select(y, 0, t));
        }

        call.Add(Ops.Stack(0, tangents));
    }

    public Variable<T> Batch(in BatchCall<T> call) => SequenceRules.Batch(in call, this, states: 1, First);

    public Variable<T> Steps(in BatchCall<T> call, Variable<T> projected)
    {
        Variable<T> h = call.Batched(1), weights = call.Input(2);
        Variable<T>[] states = new Variable<T>[projected.Shape[0]];
        for (int t = 0; t < states.Length; t++)
        {
            Variable<T> sum = Ops.Select(projected, 0, t) + Ops.MatMul(h, weights);
            states[t] = h = activation switch
            {
                Activation.Tanh => Ops.Tanh(sum),
                Activation.Relu => Ops.Relu(sum),
                _ => Ops.Sigmoid(sum),
            };
        }

        return Ops.Stack(0, states);
    }

    private static void Backward<TActivation>(in VjpCall<T> call)
        where TActivation : struct, IActivation<T>
    {
        SequenceSize size = SequenceRules.SizeOf(in call, First, gates: 1);
        SequenceInput<T> input = SequenceRules.InputOf(in call, in size, First);
        SequenceTargets<T> targets = new()
        {
            Source = SequenceRules.Open(in call, 0),
            State = SequenceRules.Open(in call, 1),
            RecurrentWeights = SequenceRules.Open(in call, 2),
            InputWeights = SequenceRules.Open(in call, First),
            InputBias = SequenceRules.Open(in call, First + 1),
        };
        ElmanPass<T, TActivation>.Backward(in size, in input, call.Input(1).Values, call.Input(2).Values, call.Output.Values, call.Cotangent.Values, targets);
    }

    // The rule in plain operations, for gradients that are differentiated again.
    private void Recorded(in VjpCall<T> call)
    {
        Variable<T> y = call.Output, yBar = call.Cotangent, weights = call.Input(2), carried = default;
        int steps = y.Shape[0];
        Variable<T>[] bars = new Variable<T>[steps];
        for (int t = steps - 1; t >= 0; t--)
        {
            Variable<T> hBar = Ops.Select(yBar, 0, t);
            bars[t] = Slope(t == steps - 1 ? hBar : hBar + carried, Ops.Select(y, 0, t));
            carried = Ops.MatMul(bars[t], weights, false, true);
        }

        Variable<T> gatesBar = Ops.Stack(0, bars);
        call.Add(1, carried);
        if (call.Wants(2))
            call.Add(2, Ops.MatMul(Ops.Rows(SequenceRules.Before(call.Input(1), y, steps)), Ops.Rows(gatesBar), true));
        SequenceRules.AddInputGradients(in call, gatesBar, First);
    }

    // v · f', which the result alone determines.
    private Variable<T> Slope(Variable<T> v, Variable<T> y) => activation switch
    {
        Activation.Tanh => TanhGradient<T>.Of(v, y),
        Activation.Relu => ReluGradient<T>.Of(v, y),
        _ => SigmoidGradient<T>.Of(v, y),
    };

    // Without inputs, the case of projected ones.
    private static WorkedCase<T> Case(int steps, int batch, int inputs, int hidden, bool bias, Activation activation)
    {
        Shape source = new(steps, batch, inputs == 0 ? hidden : inputs), state = new(batch, hidden), weights = new(hidden, hidden);
        List<WorkedInput> given = [new(source), new(state), new(weights, -1, 1)];
        if (inputs > 0)
            given.Add(new(new Shape(inputs, hidden), -1, 1));
        if (bias)
            given.Add(new(new Shape(hidden)));
        return new(
            $"ElmanSequence({source}, {state}, {weights}, {activation})",
            x => x.Length switch
            {
                3 => Ops.ElmanSequence(x[0], x[1], x[2], activation),
                4 => Ops.ElmanSequence(x[0], x[1], x[2], x[3], null, activation),
                _ => Ops.ElmanSequence(x[0], x[1], x[2], x[3], x[4], activation),
            },
            [.. given])
        {
            Reference = values => SequenceReference.Run(values, steps, batch, inputs, hidden, gates: 1, First, values[1], (gates, h, next) =>
            {
                for (int j = 0; j < hidden; j++)
                {
                    double sum = gates[j];
                    for (int k = 0; k < hidden; k++)
                        sum += h[k] * values[2][(k * hidden) + j];
                    next[j] = activation switch
                    {
                        Activation.Tanh => Math.Tanh(sum),
                        Activation.Relu => Math.Max(0, sum),
                        _ => 1 / (1 + Math.Exp(-sum)),
                    };
                }
            }),
        };
    }
}
