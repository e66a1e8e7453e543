using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// The LSTM's recurrence over a whole sequence in one operation: <c>gates = x_t · inputWeights + bias + h_(t-1) · recurrentWeights</c>, then
    /// <c>c_t = sigmoid(f) · c_(t-1) + sigmoid(i) · tanh(g)</c> and <c>h_t = sigmoid(o) · tanh(c_t)</c>.
    /// </summary>
    /// <param name="inputs">Inputs <c>[time, batch, inputs]</c>, at least one step.</param>
    /// <param name="state">The state <c>h</c> before the first step <c>[batch, hidden]</c>.</param>
    /// <param name="cell">The cell state <c>c</c> before the first step <c>[batch, hidden]</c>.</param>
    /// <param name="recurrentWeights">The recurrent weights <c>[hidden, 4 · hidden]</c>: input, forget, candidate, output.</param>
    /// <param name="inputWeights">The input weights <c>[inputs, 4 · hidden]</c>.</param>
    /// <param name="bias">The bias <c>[4 · hidden]</c>, or null.</param>
    /// <returns><c>[time + 1, batch, hidden]</c>: the states <c>h</c> after each step and then the last cell state <c>c</c>; slice and select them at no cost.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no step.</exception>
    /// <remarks>
    /// Derivative: backpropagation through time, the rule of <see cref="LstmGates"/> at each step. Saves inputs and result, and 5 elements a step, row and
    /// unit: the gates' activations and the cell states. Products with the input's weights and the gradients of all weights are done
    /// for many steps at once. The same as the steps one by one, up to rounding;
    /// an adjoint that has vanished, below 1e-31 in float or 1e-292 in double, may be carried on as 0. Source: as of <see cref="LstmGates"/>.
    /// </remarks>
    public static Variable<T> LstmSequence<T>(Variable<T> inputs, Variable<T> state, Variable<T> cell, Variable<T> recurrentWeights, Variable<T> inputWeights, Variable<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        bias is { } offset
            ? inputs.Tape.Apply(default(LstmSequence<T>), inputs, state, cell, recurrentWeights, inputWeights, offset)
            : inputs.Tape.Apply(default(LstmSequence<T>), inputs, state, cell, recurrentWeights, inputWeights);

    /// <summary>The LSTM's recurrence over a whole sequence whose inputs' products are done.</summary>
    /// <param name="projected">What the inputs contribute to the gates <c>[time, batch, 4 · hidden]</c>, at least one step.</param>
    /// <param name="state">The state <c>h</c> before the first step <c>[batch, hidden]</c>.</param>
    /// <param name="cell">The cell state <c>c</c> before the first step <c>[batch, hidden]</c>.</param>
    /// <param name="recurrentWeights">The recurrent weights <c>[hidden, 4 · hidden]</c>: input, forget, candidate, output.</param>
    /// <returns><c>[time + 1, batch, hidden]</c>: the states <c>h</c> after each step and then the last cell state <c>c</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no step.</exception>
    /// <remarks>Derivative, memory and source: as of the other overload.</remarks>
    public static Variable<T> LstmSequence<T>(Variable<T> projected, Variable<T> state, Variable<T> cell, Variable<T> recurrentWeights)
        where T : unmanaged, IFloatingPointIeee754<T> => projected.Tape.Apply(default(LstmSequence<T>), projected, state, cell, recurrentWeights);
}

// Inputs: source, state, cell, recurrent weights; input weights and bias as far as given.
internal readonly struct LstmSequence<T> : IPrimitive<T>, ISteppedSequence<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int First = 4, Gates = 4;

    public static string Name => "LstmSequence";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(3, 2, 3, 4, true),
        Case(2, 1, 2, 17, false),
        Case(1, 2, 2, 3, true),
        Case(2, 0, 2, 3, true),
        Case(3, 2, 0, 3, false),
        Case(2, 2, 3, 0, true),
        new(
            "LstmSequence([2, 3, 4], [3, 5], [3, 4], [5, 20])",
            x => Ops.LstmSequence(x[0], x[1], x[2], x[3]),
            new WorkedInput(new Shape(2, 3, 4)),
            new WorkedInput(new Shape(3, 5)),
            new WorkedInput(new Shape(3, 4)),
            new WorkedInput(new Shape(5, 20)))
        {
            Refusal = ["LstmSequence", "[2, 3, 4]", "[3, 5]", "[3, 4]", "[5, 20]"],
        },
    ];

    public static int SavedLength(in Operands<T> inputs) => SequenceRules.SavedLength(Name, in inputs, First, Gates);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        SequenceErrors.Check(Name, in inputs, states: 2, First, Gates);
        return inputs[1].Insert(0, Shape.Length(inputs[0][0] + 1L));
    }

    public void Forward(in ForwardCall<T> call)
    {
        SequenceSize size = SequenceRules.SizeOf(in call, First, Gates);
        LstmPass<T>.Forward(in size, SequenceRules.InputOf(in call, in size, First), call.Input(1), call.Input(2), call.Input(3), call.Output, call.Saved);
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
            Cell = SequenceRules.Open(in call, 2),
            RecurrentWeights = SequenceRules.Open(in call, 3),
            InputWeights = SequenceRules.Open(in call, First),
            InputBias = SequenceRules.Open(in call, First + 1),
        };
        LstmPass<T>.Backward(in size, in input, call.Input(1).Values, call.Input(2).Values, call.Input(3).Values, call.Output.Values, call.Saved, call.Cotangent.Values, targets);
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> weights = call.Input(3), y = call.Output, projected = SequenceRules.Projected(in call, First);
        int steps = y.Shape[0] - 1;
        Variable<T> zero = call.Tape.Fill(T.Zero, call.InputShape(1)), zeroGates = call.Tape.Fill(T.Zero, projected.Shape.Remove(0));
        Variable<T> hDot = call.Moves(1) ? call.Tangent(1) : zero, cDot = call.Moves(2) ? call.Tangent(2) : zero, cell = call.Input(2);
        Variable<T>[] tangents = new Variable<T>[steps + 1];
        for (int t = 0; t < steps; t++)
        {
            Variable<T> before = t == 0 ? call.Input(1) : Ops.Select(y, 0, t - 1);
            LstmGateValues<T> v = Step(projected, before, weights, ref cell, t);
            Variable<T> gatesDot = SequenceRules.GatesTangent(in call, zeroGates, t, First) + Ops.MatMul(hDot, weights);
            if (call.Moves(3))
                gatesDot += Ops.MatMul(before, call.Tangent(3));
            tangents[t] = hDot = v.Tangent(gatesDot, ref cDot);
        }

        tangents[steps] = cDot;
        call.Add(Ops.Stack(0, tangents));
    }

    public Variable<T> Batch(in BatchCall<T> call) => SequenceRules.Batch(in call, this, states: 2, First);

    public Variable<T> Steps(in BatchCall<T> call, Variable<T> projected)
    {
        Variable<T> h = call.Batched(1), c = call.Batched(2), weights = call.Input(3);
        Shape shape = h.Shape;
        Variable<T>[] states = new Variable<T>[projected.Shape[0] + 1];
        for (int t = 0; t < states.Length - 1; t++)
        {
            Variable<T> next = Ops.LstmGates(Ops.Rows(Ops.Select(projected, 0, t) + Ops.MatMul(h, weights)), Ops.Rows(c));
            states[t] = h = Ops.Reshape(Ops.Select(next, 0, 0), shape);
            c = Ops.Reshape(Ops.Select(next, 0, 1), shape);
        }

        states[^1] = c;
        return Ops.Stack(0, states);
    }

    // The rule in plain operations, for gradients that are differentiated again. Cell states and gates are computed anew.
    private static void Recorded(in VjpCall<T> call)
    {
        Variable<T> y = call.Output, yBar = call.Cotangent, weights = call.Input(3), projected = SequenceRules.Projected(in call, First), cell = call.Input(2);
        int steps = y.Shape[0] - 1;
        Variable<T>[] cells = new Variable<T>[steps + 1], bars = new Variable<T>[steps];
        cells[0] = cell;
        for (int t = 0; t < steps; t++)
        {
            Step(projected, Before(in call, t), weights, ref cell, t);
            cells[t + 1] = cell;
        }

        Variable<T> cBar = Ops.Select(yBar, 0, steps), carried = default;
        for (int t = steps - 1; t >= 0; t--)
        {
            Variable<T> again = cells[t], hBar = Ops.Select(yBar, 0, t);
            LstmGateValues<T> v = Step(projected, Before(in call, t), weights, ref again, t);
            bars[t] = v.Cotangents(t == steps - 1 ? hBar : hBar + carried, ref cBar);
            carried = Ops.MatMul(bars[t], weights, false, true);
        }

        Variable<T> gatesBar = Ops.Stack(0, bars);
        call.Add(1, carried);
        call.Add(2, cBar);
        if (call.Wants(3))
            call.Add(3, Ops.MatMul(Ops.Rows(SequenceRules.Before(call.Input(1), y, steps)), Ops.Rows(gatesBar), true));
        SequenceRules.AddInputGradients(in call, gatesBar, First);
    }

    private static Variable<T> Before(in VjpCall<T> call, int step) => step == 0 ? call.Input(1) : Ops.Select(call.Output, 0, step - 1);

    // The gates of a step, and the cell state after it.
    private static LstmGateValues<T> Step(Variable<T> projected, Variable<T> before, Variable<T> weights, ref Variable<T> cell, int step)
    {
        Variable<T> gates = Ops.Affine(before, weights, Ops.Select(projected, 0, step)), cellBefore = cell;
        cell = Ops.Select(Ops.LstmGates(gates, cellBefore), 0, 1);
        return new LstmGateValues<T>(gates, cellBefore, cell);
    }

    // Without inputs, the case of projected ones.
    private static WorkedCase<T> Case(int steps, int batch, int inputs, int hidden, bool bias)
    {
        int columns = 4 * hidden;
        Shape source = new(steps, batch, inputs == 0 ? columns : inputs), state = new(batch, hidden), weights = new(hidden, columns);
        List<WorkedInput> given = [new(source), new(state), new(state), new(weights, -1, 1)];
        if (inputs > 0)
            given.Add(new(new Shape(inputs, columns), -1, 1));
        if (bias)
            given.Add(new(new Shape(columns)));
        return new(
            $"LstmSequence({source}, {state}, {state}, {weights})",
            x => x.Length switch
            {
                4 => Ops.LstmSequence(x[0], x[1], x[2], x[3]),
                5 => Ops.LstmSequence(x[0], x[1], x[2], x[3], x[4], null),
                _ => Ops.LstmSequence(x[0], x[1], x[2], x[3], x[4], x[5]),
            },
            [.. given])
        {
            Reference = values =>
            {
                double[] states = new double[2 * batch * hidden];
                for (int i = 0; i < batch * hidden; i++)
                {
                    int row = i / hidden * 2 * hidden;
                    states[row + (i % hidden)] = values[1][i];
                    states[row + hidden + (i % hidden)] = values[2][i];
                }

                double[] after = SequenceReference.Run(values, steps, batch, inputs, hidden, Gates, First, states, (gates, before, next) =>
                {
                    double[] sums = gates.ToArray();
                    for (int k = 0; k < hidden; k++)
                    {
                        for (int j = 0; j < columns; j++)
                            sums[j] += before[k] * values[3][(k * columns) + j];
                    }

                    for (int j = 0; j < hidden; j++)
                    {
                        double Sigmoid(int gate) => 1 / (1 + Math.Exp(-sums[(gate * hidden) + j]));
                        double c = (Sigmoid(1) * before[hidden + j]) + (Sigmoid(0) * Math.Tanh(sums[(2 * hidden) + j]));
                        next[j] = Sigmoid(3) * Math.Tanh(c);
                        next[hidden + j] = c;
                    }
                });
                return Reference.Elements((steps + 1) * batch * hidden, i =>
                {
                    int step = i / Math.Max(1, batch * hidden), row = i / hidden % batch, unit = i % hidden;
                    return after[(((Math.Min(step, steps - 1) * batch) + row) * 2 * hidden) + (step == steps ? hidden : 0) + unit];
                });
            },
        };
    }
}
