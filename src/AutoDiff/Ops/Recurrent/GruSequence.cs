using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// The GRU's recurrence over a whole sequence in one operation: with <c>x = x_t · inputWeights + bias</c> and
    /// <c>u = h_(t-1) · recurrentWeights + recurrentBias</c>, the step of <see cref="GruGates"/>.
    /// </summary>
    /// <param name="inputs">Inputs <c>[time, batch, inputs]</c>, at least one step.</param>
    /// <param name="state">The state before the first step <c>[batch, hidden]</c>.</param>
    /// <param name="recurrentWeights">The recurrent weights <c>[hidden, 3 · hidden]</c>: reset, update, candidate.</param>
    /// <param name="recurrentBias">The bias of the state's part <c>[3 · hidden]</c>.</param>
    /// <param name="inputWeights">The input weights <c>[inputs, 3 · hidden]</c>.</param>
    /// <param name="bias">The bias of the input's part <c>[3 · hidden]</c>, or null.</param>
    /// <returns>The states after each step <c>[time, batch, hidden]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no step.</exception>
    /// <remarks>
    /// Derivative: backpropagation through time, the rule of <see cref="GruGates"/> at each step. Saves inputs and result, and 4 elements a step, row and
    /// unit: the gates' activations and the candidate's recurrent part. Products with the input's weights and the gradients of all
    /// weights are done for many steps at once. The same as the steps one by one, up to rounding;
    /// an adjoint that has vanished, below 1e-31 in float or 1e-292 in double, may be carried on as 0. Source: as of <see cref="GruGates"/>.
    /// </remarks>
    public static Variable<T> GruSequence<T>(
        Variable<T> inputs, Variable<T> state, Variable<T> recurrentWeights, Variable<T> recurrentBias, Variable<T> inputWeights, Variable<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        bias is { } offset
            ? inputs.Tape.Apply(default(GruSequence<T>), inputs, state, recurrentWeights, recurrentBias, inputWeights, offset)
            : inputs.Tape.Apply(default(GruSequence<T>), inputs, state, recurrentWeights, recurrentBias, inputWeights);

    /// <summary>The GRU's recurrence over a whole sequence whose inputs' products are done.</summary>
    /// <param name="projected">What the inputs contribute to the gates <c>[time, batch, 3 · hidden]</c>, at least one step.</param>
    /// <param name="state">The state before the first step <c>[batch, hidden]</c>.</param>
    /// <param name="recurrentWeights">The recurrent weights <c>[hidden, 3 · hidden]</c>: reset, update, candidate.</param>
    /// <param name="recurrentBias">The bias of the state's part <c>[3 · hidden]</c>.</param>
    /// <returns>The states after each step <c>[time, batch, hidden]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no step.</exception>
    /// <remarks>Derivative, memory and source: as of the other overload.</remarks>
    public static Variable<T> GruSequence<T>(Variable<T> projected, Variable<T> state, Variable<T> recurrentWeights, Variable<T> recurrentBias)
        where T : unmanaged, IFloatingPointIeee754<T> => projected.Tape.Apply(default(GruSequence<T>), projected, state, recurrentWeights, recurrentBias);
}

// Inputs: source, state, recurrent weights, recurrent bias; input weights and bias as far as given.
internal readonly struct GruSequence<T> : IPrimitive<T>, ISteppedSequence<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int First = 4, Gates = 3;

    public static string Name => "GruSequence";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(3, 2, 3, 4, true),
        Case(2, 1, 2, 17, false),
        Case(1, 2, 2, 3, true),
        Case(2, 0, 2, 3, true),
        Case(3, 2, 0, 3, false),
        Case(2, 2, 3, 0, true),
        new(
            "GruSequence([2, 3, 4], [3, 5], [5, 15], [14])",
            x => Ops.GruSequence(x[0], x[1], x[2], x[3]),
            new WorkedInput(new Shape(2, 3, 4)),
            new WorkedInput(new Shape(3, 5)),
            new WorkedInput(new Shape(5, 15)),
            new WorkedInput(new Shape(14)))
        {
            Refusal = ["GruSequence", "[2, 3, 4]", "[3, 5]", "[5, 15]", "[14]"],
        },
    ];

    public static int SavedLength(in Operands<T> inputs) => SequenceRules.SavedLength(Name, in inputs, First, Gates);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        SequenceErrors.Check(Name, in inputs, states: 1, First, Gates);
        return inputs[1].Insert(0, inputs[0][0]);
    }

    public void Forward(in ForwardCall<T> call)
    {
        SequenceSize size = SequenceRules.SizeOf(in call, First, Gates);
        GruPass<T>.Forward(in size, SequenceRules.InputOf(in call, in size, First), call.Input(1), call.Input(2), call.Input(3), call.Output, call.Saved);
    }

    public void Vjp(in VjpCall<T> call)
    {
        if (!call.MayOpen)
        {
            Recorded(in call);
            return;
        }

        SequenceSize size = SequenceRules.SizeOf(in call, First, Gates);
        SequenceInput<T> input = SequenceRules.InputOf(in call, in size, First);
        SequenceTargets<T> targets = new()
        {
            Source = SequenceRules.Open(in call, 0),
            State = SequenceRules.Open(in call, 1),
            RecurrentWeights = SequenceRules.Open(in call, 2),
            RecurrentBias = SequenceRules.Open(in call, 3),
            InputWeights = SequenceRules.Open(in call, First),
            InputBias = SequenceRules.Open(in call, First + 1),
        };
        GruPass<T>.Backward(in size, in input, call.Input(1).Values, call.Input(2).Values, call.Output.Values, call.Saved, call.Cotangent.Values, targets);
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> weights = call.Input(2), y = call.Output, projected = SequenceRules.Projected(in call, First);
        int steps = y.Shape[0];
        Variable<T> zeroGates = call.Tape.Fill(T.Zero, projected.Shape.Remove(0)), hDot = call.Moves(1) ? call.Tangent(1) : call.Tape.Fill(T.Zero, call.InputShape(1));
        Variable<T>[] tangents = new Variable<T>[steps];
        for (int t = 0; t < steps; t++)
        {
            Variable<T> before = t == 0 ? call.Input(1) : Ops.Select(y, 0, t - 1);
            GruGateValues<T> v = Step(projected, before, weights, call.Input(3), t);
            Variable<T> hiddenDot = Ops.MatMul(hDot, weights);
            if (call.Moves(2))
                hiddenDot += Ops.MatMul(before, call.Tangent(2));
            if (call.Moves(3))
                hiddenDot += call.Tangent(3);
            Variable<T> inputDot = SequenceRules.GatesTangent(in call, zeroGates, t, First);
            tangents[t] = hDot = (hDot * v.Update) + v.Tangent(inputDot, v.CandidateSlope) + v.Tangent(hiddenDot, v.Reset * v.CandidateSlope);
        }

        call.Add(Ops.Stack(0, tangents));
    }

    public Variable<T> Batch(in BatchCall<T> call) => SequenceRules.Batch(in call, this, states: 1, First);

    public Variable<T> Steps(in BatchCall<T> call, Variable<T> projected)
    {
        Variable<T> h = call.Batched(1), weights = call.Input(2), bias = SequenceRules.Row(in call, 3);
        Shape shape = h.Shape;
        Variable<T>[] states = new Variable<T>[projected.Shape[0]];
        for (int t = 0; t < states.Length; t++)
            states[t] = h = Ops.Reshape(Ops.GruGates(Ops.Rows(Ops.Select(projected, 0, t)), Ops.Rows(Ops.MatMul(h, weights) + bias), Ops.Rows(h)), shape);
        return Ops.Stack(0, states);
    }

    // The rule in plain operations, for gradients that are differentiated again. The gates are computed anew.
    private static void Recorded(in VjpCall<T> call)
    {
        Variable<T> y = call.Output, yBar = call.Cotangent, weights = call.Input(2), projected = SequenceRules.Projected(in call, First), carried = default;
        int steps = y.Shape[0];
        Variable<T>[] bars = new Variable<T>[steps], hiddenBars = new Variable<T>[steps];
        for (int t = steps - 1; t >= 0; t--)
        {
            Variable<T> hBar = Ops.Select(yBar, 0, t);
            if (t < steps - 1)
                hBar += carried;
            GruGateValues<T> v = Step(projected, t == 0 ? call.Input(1) : Ops.Select(y, 0, t - 1), weights, call.Input(3), t);
            bars[t] = v.Cotangents(hBar, out hiddenBars[t]);
            carried = (hBar * v.Update) + Ops.MatMul(hiddenBars[t], weights, false, true);
        }

        Variable<T> hiddenBar = Ops.Stack(0, hiddenBars);
        call.Add(1, carried);
        if (call.Wants(2))
            call.Add(2, Ops.MatMul(Ops.Rows(SequenceRules.Before(call.Input(1), y, steps)), Ops.Rows(hiddenBar), true));
        call.Add(3, hiddenBar);
        SequenceRules.AddInputGradients(in call, Ops.Stack(0, bars), First);
    }

    private static GruGateValues<T> Step(Variable<T> projected, Variable<T> before, Variable<T> weights, Variable<T> bias, int step) =>
        new(Ops.Select(projected, 0, step), Ops.Affine(before, weights, bias), before);

    // Without inputs, the case of projected ones.
    private static WorkedCase<T> Case(int steps, int batch, int inputs, int hidden, bool bias)
    {
        int columns = Gates * hidden;
        Shape source = new(steps, batch, inputs == 0 ? columns : inputs), state = new(batch, hidden), weights = new(hidden, columns);
        List<WorkedInput> given = [new(source), new(state), new(weights, -1, 1), new(new Shape(columns))];
        if (inputs > 0)
            given.Add(new(new Shape(inputs, columns), -1, 1));
        if (bias)
            given.Add(new(new Shape(columns)));
        return new(
            $"GruSequence({source}, {state}, {weights})",
            x => x.Length switch
            {
                4 => Ops.GruSequence(x[0], x[1], x[2], x[3]),
                5 => Ops.GruSequence(x[0], x[1], x[2], x[3], x[4], null),
                _ => Ops.GruSequence(x[0], x[1], x[2], x[3], x[4], x[5]),
            },
            [.. given])
        {
            Reference = values => SequenceReference.Run(values, steps, batch, inputs, hidden, Gates, First, values[1], (gates, h, next) =>
            {
                double[] u = [.. values[3]];
                for (int k = 0; k < hidden; k++)
                {
                    for (int j = 0; j < columns; j++)
                        u[j] += h[k] * values[2][(k * columns) + j];
                }

                for (int j = 0; j < hidden; j++)
                {
                    double r = 1 / (1 + Math.Exp(-gates[j] - u[j])), z = 1 / (1 + Math.Exp(-gates[hidden + j] - u[hidden + j]));
                    double candidate = Math.Tanh(gates[(2 * hidden) + j] + (r * u[(2 * hidden) + j]));
                    next[j] = ((1 - z) * candidate) + (z * h[j]);
                }
            }),
        };
    }
}
