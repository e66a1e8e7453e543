using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// The pointwise part of a GRU step in one pass: with <c>r, z = sigmoid</c> of the first two thirds of both gate arrays' sum and
    /// <c>n = tanh(x_n + r · u_n)</c> of the last, <c>h' = (1 - z) · n + z · h</c>.
    /// </summary>
    /// <param name="inputGates">What the input contributes to the gates, <c>x</c>, <c>[batch, 3 · hidden]</c>: reset, update, candidate.</param>
    /// <param name="hiddenGates">What the state contributes, <c>u</c>, <c>[batch, 3 · hidden]</c>. The reset gate acts on its last third.</param>
    /// <param name="state">The state <c>h</c> before the step <c>[batch, hidden]</c>.</param>
    /// <returns>The state after the step <c>[batch, hidden]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes are not those.</exception>
    /// <remarks>
    /// Derivative: <c>nBar = hBar' · (1 - z)</c>, <c>zBar = hBar' · (h - n)</c>, <c>hBar = hBar' · z</c>, then through the
    /// nonlinearities. Saves the inputs; the gates' activations are computed again. Source: Cho et al. 2014, with the reset gate after the
    /// recurrent product as in the common fused kernels.
    /// </remarks>
    public static Variable<T> GruGates<T>(Variable<T> inputGates, Variable<T> hiddenGates, Variable<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> => state.Tape.Apply(default(GruGates<T>), inputGates, hiddenGates, state);
}

internal readonly struct GruGates<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "GruGates";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(2, 3),
        Case(1, 17),
        Case(3, 1),
        Case(0, 4),
        new(
            "GruGates([2, 9], [2, 8], [2, 3])",
            x => Ops.GruGates(x[0], x[1], x[2]),
            new WorkedInput(new Shape(2, 9)),
            new WorkedInput(new Shape(2, 8)),
            new WorkedInput(new Shape(2, 3)))
        {
            Refusal = ["GruGates", "[2, 9]", "[2, 8]", "[2, 3]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        ref readonly Shape inputGates = ref inputs[0], hiddenGates = ref inputs[1], state = ref inputs[2];
        if (inputGates.Rank != 2 || state.Rank != 2 || inputGates != hiddenGates || inputGates[0] != state[0] || inputGates[1] != 3L * state[1])
            Misfit(inputGates, hiddenGates, state);
        return state;
    }

    public void Forward(in ForwardCall<T> call)
    {
        GruGatesKernel<T> kernel = new(call.Input(0), call.Input(1), call.Input(2), call.Output, call.OutputShape[1]);
        Widest.Run<T, GruGatesKernel<T>>(ref kernel);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> hBar = call.Cotangent, inputGates = call.Input(0), hiddenGates = call.Input(1), state = call.Input(2);
        if (call.Tape.IsRecording || call.Tape.IsTracing)
        {
            Recorded(in call, hBar, new GruGateValues<T>(inputGates, hiddenGates, state));
            return;
        }

        Variable<T> bars = call.Tape.Apply(default(GruGatesGradient<T>), hBar, inputGates, hiddenGates, state);
        Shape gates = inputGates.Shape;
        call.Add(0, Ops.Reshape(Ops.Slice(bars, 0, 0, gates.Count), gates));
        call.Add(1, Ops.Reshape(Ops.Slice(bars, 0, gates.Count, gates.Count), gates));
        call.Add(2, Ops.Reshape(Ops.Slice(bars, 0, 2 * gates.Count, state.Shape.Count), state.Shape));
    }

    public void Jvp(in JvpCall<T> call)
    {
        GruGateValues<T> v = new(call.Input(0), call.Input(1), call.Input(2));
        if (call.Moves(2))
            call.Add(call.Tangent(2) * v.Update);
        if (call.Moves(0))
            AddGates(in call, call.Tangent(0), in v, v.CandidateSlope);
        if (call.Moves(1))
            AddGates(in call, call.Tangent(1), in v, v.Reset * v.CandidateSlope);
    }

    public Variable<T> Batch(in BatchCall<T> call) =>
        Examples.Part(
            Ops.GruGates(Examples.Merge(call.Batched(0)), Examples.Merge(call.Batched(1)), Examples.Merge(call.Batched(2))), call.Size, in call.OutputShape);

    // h'Dot from the tangent of one of the two gate arrays, which differ in how their last third reaches the candidate.
    private static void AddGates(in JvpCall<T> call, Variable<T> gatesDot, in GruGateValues<T> v, Variable<T> candidateSlope) => call.Add(v.Tangent(gatesDot, candidateSlope));

    // The rule in plain operations, for gradients that are differentiated again, and for many cotangents at once, which then share the gates' activations.
    private static void Recorded(in VjpCall<T> call, Variable<T> hBar, in GruGateValues<T> v)
    {
        Variable<T> inputBar = v.Cotangents(hBar, out Variable<T> hiddenBar);
        call.Add(0, inputBar);
        call.Add(1, hiddenBar);
        if (call.Wants(2))
            call.Add(2, hBar * v.Update);
    }

    private static WorkedCase<T> Case(int batch, int hidden)
    {
        Shape gates = new(batch, 3 * hidden), state = new(batch, hidden);
        return new($"GruGates({gates}, {gates}, {state})", x => Ops.GruGates(x[0], x[1], x[2]), new WorkedInput(gates), new WorkedInput(gates), new WorkedInput(state))
        {
            Reference = inputs => Reference.Elements(state.Count, at =>
            {
                int gate = (at / hidden * 3 * hidden) + (at % hidden);
                double Sigmoid(int third) => 1 / (1 + Math.Exp(-inputs[0][gate + (third * hidden)] - inputs[1][gate + (third * hidden)]));
                double candidate = Math.Tanh(inputs[0][gate + (2 * hidden)] + (Sigmoid(0) * inputs[1][gate + (2 * hidden)]));
                return ((1 - Sigmoid(1)) * candidate) + (Sigmoid(1) * inputs[2][at]);
            }),
        };
    }

    [DoesNotReturn]
    private static void Misfit(Shape inputGates, Shape hiddenGates, Shape state) => throw new ArgumentException(
        $"{Name}: gates and state do not fit: the input's gates are {inputGates}, the state's {hiddenGates}, the state {state}; "
            + "need gates [batch, 3 · hidden] twice for a state [batch, hidden].");
}

// The cotangents of both gate arrays and the state, one after the other, in one pass. Only unrecorded sweeps apply it, so
// it is never differentiated itself.
internal readonly struct GruGatesGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "GruGatesGradient";

    public static IEnumerable<WorkedCase<T>> Cases => [Case(2, 3), Case(1, 17)];

    public Shape ShapeOf(in Operands<T> inputs) => new(Shape.Length(7L * inputs[3].Count));

    public void Forward(in ForwardCall<T> call)
    {
        GruGatesGradientKernel<T> kernel = new(call.Input(0), call.Input(1), call.Input(2), call.Input(3), call.Output, call.InputShape(3)[1]);
        Widest.Run<T, GruGatesGradientKernel<T>>(ref kernel);
    }

    public void Vjp(in VjpCall<T> call) => throw OpErrors.NeverRecorded(Name);

    public void Jvp(in JvpCall<T> call) => throw OpErrors.NeverRecorded(Name);

    private static WorkedCase<T> Case(int batch, int hidden)
    {
        Shape state = new(batch, hidden), gates = new(batch, 3 * hidden);
        return new(
            $"GruGatesGradient({state}, {gates}, {gates}, {state})",
            x => x[0].Tape.Apply(default(GruGatesGradient<T>), x),
            new WorkedInput(state),
            new WorkedInput(gates),
            new WorkedInput(gates),
            new WorkedInput(state))
        {
            IsConstant = true,
            Reference = inputs =>
            {
                double[] bars = new double[7 * state.Count];
                for (int at = 0; at < state.Count; at++)
                {
                    int gate = (at / hidden * 3 * hidden) + (at % hidden), second = (3 * state.Count) + gate;
                    double Sigmoid(int third) => 1 / (1 + Math.Exp(-inputs[1][gate + (third * hidden)] - inputs[2][gate + (third * hidden)]));
                    double r = Sigmoid(0), z = Sigmoid(1), recurrent = inputs[2][gate + (2 * hidden)];
                    double n = Math.Tanh(inputs[1][gate + (2 * hidden)] + (r * recurrent)), hBar = inputs[0][at];
                    double candidateBar = hBar * (1 - z) * (1 - (n * n));
                    bars[gate] = bars[second] = candidateBar * recurrent * r * (1 - r);
                    bars[gate + hidden] = bars[second + hidden] = hBar * (inputs[3][at] - n) * z * (1 - z);
                    bars[gate + (2 * hidden)] = candidateBar;
                    bars[second + (2 * hidden)] = candidateBar * r;
                    bars[(6 * state.Count) + at] = hBar * z;
                }

                return bars;
            },
        };
    }
}
