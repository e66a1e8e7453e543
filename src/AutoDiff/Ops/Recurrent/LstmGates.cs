using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// The pointwise part of an LSTM step in one pass: with <c>i, f, o = sigmoid</c> and <c>g = tanh</c> of the gates' quarters,
    /// <c>c' = f · c + i · g</c> and <c>h' = o · tanh(c')</c>.
    /// </summary>
    /// <param name="gates">The gates before their nonlinearity <c>[batch, 4 · hidden]</c>: input, forget, candidate, output.</param>
    /// <param name="cell">The cell state <c>c</c> before the step <c>[batch, hidden]</c>.</param>
    /// <returns>The states after the step <c>[2, batch, hidden]</c>: <c>h'</c>, then <c>c'</c>; <see cref="Select{T}(Variable{T}, int, int)"/> them at no cost.</returns>
    /// <exception cref="ArgumentException">The shapes are not those.</exception>
    /// <remarks>
    /// Derivative: <c>cBar' += hBar · o · (1 - tanh²(c'))</c>, then by the product rule to every gate. Saves gates, cell and
    /// result; the gates' activations are computed again. Source: Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000
    /// (forget gate).
    /// </remarks>
    public static Variable<T> LstmGates<T>(Variable<T> gates, Variable<T> cell)
        where T : unmanaged, IFloatingPointIeee754<T> => gates.Tape.Apply(default(LstmGates<T>), gates, cell);
}

internal readonly struct LstmGates<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LstmGates";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(2, 3),
        Case(1, 17),
        Case(3, 1),
        Case(0, 4),
        new("LstmGates([2, 8], [2, 3])", x => Ops.LstmGates(x[0], x[1]), new WorkedInput(new Shape(2, 8)), new WorkedInput(new Shape(2, 3)))
        {
            Refusal = ["LstmGates", "[2, 8]", "[2, 3]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        ref readonly Shape gates = ref inputs[0], cell = ref inputs[1];
        if (gates.Rank != 2 || cell.Rank != 2 || gates[0] != cell[0] || gates[1] != 4L * cell[1])
            Misfit(gates, cell);
        return cell.Insert(0, 2);
    }

    public void Forward(in ForwardCall<T> call)
    {
        LstmGatesKernel<T> kernel = new(call.Input(0), call.Input(1), call.Output, call.InputShape(1)[1]);
        Widest.Run<T, LstmGatesKernel<T>>(ref kernel);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> yBar = call.Cotangent, gates = call.Input(0), cell = call.Input(1), y = call.Output;
        if (call.Tape.IsRecording || call.Tape.IsTracing)
        {
            Recorded(in call, yBar, new LstmGateValues<T>(gates, cell, Ops.Select(y, 0, 1)));
            return;
        }

        Variable<T> bars = call.Tape.Apply(default(LstmGatesGradient<T>), yBar, gates, cell, y);
        int count = gates.Shape.Count;
        call.Add(0, Ops.Reshape(Ops.Slice(bars, 0, 0, count), gates.Shape));
        call.Add(1, Ops.Reshape(Ops.Slice(bars, 0, count, cell.Shape.Count), cell.Shape));
    }

    public void Jvp(in JvpCall<T> call)
    {
        LstmGateValues<T> v = new(call.Input(0), call.Input(1), Ops.Select(call.Output, 0, 1));
        Variable<T> zero = call.Tape.Fill(T.Zero, call.InputShape(1)), cDot = call.Moves(1) ? call.Tangent(1) : zero, hDot;
        if (call.Moves(0))
        {
            hDot = v.Tangent(call.Tangent(0), ref cDot);
        }
        else
        {
            cDot *= v.Forget;
            hDot = cDot * v.Output * v.SquashedSlope;
        }

        call.Add(Ops.Stack(0, hDot, cDot));
    }

    public Variable<T> Batch(in BatchCall<T> call)
    {
        Variable<T> y = Ops.LstmGates(Examples.Merge(call.Batched(0)), Examples.Merge(call.Batched(1)));
        ref readonly Shape cell = ref call.InputShape(1);
        return Ops.Permute(Ops.Reshape(y, new Shape(2, call.Size, cell[0], cell[1])), 1, 0, 2, 3);
    }

    // The rule in plain operations, for gradients that are differentiated again, and for many cotangents at once, which then share the gates' activations.
    private static void Recorded(in VjpCall<T> call, Variable<T> yBar, in LstmGateValues<T> v)
    {
        Variable<T> cBar = Ops.Select(yBar, 0, 1);
        call.Add(0, v.Cotangents(Ops.Select(yBar, 0, 0), ref cBar));
        call.Add(1, cBar);
    }

    private static WorkedCase<T> Case(int batch, int hidden)
    {
        Shape gates = new(batch, 4 * hidden), cell = new(batch, hidden);
        return new($"LstmGates({gates}, {cell})", x => Ops.LstmGates(x[0], x[1]), new WorkedInput(gates), new WorkedInput(cell))
        {
            Reference = inputs =>
            {
                double[] y = new double[2 * cell.Count];
                for (int at = 0; at < cell.Count; at++)
                {
                    int gate = (at / hidden * 4 * hidden) + (at % hidden);
                    double Sigmoid(int quarter) => 1 / (1 + Math.Exp(-inputs[0][gate + (quarter * hidden)]));
                    double c = (Sigmoid(1) * inputs[1][at]) + (Sigmoid(0) * Math.Tanh(inputs[0][gate + (2 * hidden)]));
                    y[at] = Sigmoid(3) * Math.Tanh(c);
                    y[cell.Count + at] = c;
                }

                return y;
            },
        };
    }

    [DoesNotReturn]
    private static void Misfit(Shape gates, Shape cell) => throw new ArgumentException(
        $"{Name}: gates and cell do not fit: gates are {gates}, the cell state {cell}; need gates [batch, 4 · hidden] for a cell state [batch, hidden].");
}

// The cotangents of gates and cell, one after the other, in one pass. Only unrecorded sweeps apply it, so it is never
// differentiated itself.
internal readonly struct LstmGatesGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LstmGatesGradient";

    public static IEnumerable<WorkedCase<T>> Cases => [Case(2, 3), Case(1, 17)];

    public Shape ShapeOf(in Operands<T> inputs) => new(Shape.Length(5L * inputs[2].Count));

    public void Forward(in ForwardCall<T> call)
    {
        LstmGatesGradientKernel<T> kernel = new(call.Input(0), call.Input(1), call.Input(2), call.Input(3), call.Output, call.InputShape(2)[1]);
        Widest.Run<T, LstmGatesGradientKernel<T>>(ref kernel);
    }

    public void Vjp(in VjpCall<T> call) => throw OpErrors.NeverRecorded(Name);

    public void Jvp(in JvpCall<T> call) => throw OpErrors.NeverRecorded(Name);

    // y is given as the step computes it: c' in its second half.
    private static WorkedCase<T> Case(int batch, int hidden)
    {
        Shape cell = new(batch, hidden), gates = new(batch, 4 * hidden), y = cell.Insert(0, 2);
        return new(
            $"LstmGatesGradient({y}, {gates}, {cell}, {y})",
            x => x[0].Tape.Apply(default(LstmGatesGradient<T>), x),
            new WorkedInput(y),
            new WorkedInput(gates),
            new WorkedInput(cell),
            new WorkedInput(y, -1, 1))
        {
            IsConstant = true,
            Reference = inputs =>
            {
                double[] bars = new double[5 * cell.Count];
                for (int at = 0; at < cell.Count; at++)
                {
                    int gate = (at / hidden * 4 * hidden) + (at % hidden);
                    double Sigmoid(int quarter) => 1 / (1 + Math.Exp(-inputs[1][gate + (quarter * hidden)]));
                    double i = Sigmoid(0), f = Sigmoid(1), g = Math.Tanh(inputs[1][gate + (2 * hidden)]), o = Sigmoid(3);
                    double squashed = Math.Tanh(inputs[3][cell.Count + at]), hBar = inputs[0][at];
                    double cBar = inputs[0][cell.Count + at] + (hBar * o * (1 - (squashed * squashed)));
                    bars[gate] = cBar * g * i * (1 - i);
                    bars[gate + hidden] = cBar * inputs[2][at] * f * (1 - f);
                    bars[gate + (2 * hidden)] = cBar * i * (1 - (g * g));
                    bars[gate + (3 * hidden)] = hBar * squashed * o * (1 - o);
                    bars[(4 * cell.Count) + at] = cBar * f;
                }

                return bars;
            },
        };
    }
}
