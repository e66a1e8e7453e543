using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// What the operations on whole sequences share. Their inputs are the source, the states, the recurrent parameters and then, unless the source is
// projected already, the input's weights and perhaps its bias; `first` is the place of the weights.
internal static class SequenceRules
{
    public static SequenceSize SizeOf(in Shape source, in Shape state, bool isProjected, int gates) =>
        new(source[0], source[1], isProjected ? 0 : source[2], state[1], gates, isProjected);

    public static SequenceSize SizeOf<T>(in Operands<T> inputs, int first, int gates)
        where T : unmanaged, IFloatingPointIeee754<T> => SizeOf(in inputs[0], in inputs[1], inputs.Count <= first, gates);

    public static SequenceSize SizeOf<T>(in ForwardCall<T> call, int first, int gates)
        where T : unmanaged, IFloatingPointIeee754<T> => SizeOf(in call.InputShape(0), in call.InputShape(1), call.InputCount <= first, gates);

    public static SequenceSize SizeOf<T>(in VjpCall<T> call, int first, int gates)
        where T : unmanaged, IFloatingPointIeee754<T> => SizeOf(in call.InputShape(0), in call.InputShape(1), call.InputCount <= first, gates);

    public static SequenceInput<T> InputOf<T>(in ForwardCall<T> call, in SequenceSize size, int first)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(in size, call.Input(0), call.InputCount > first ? call.Input(first) : default, call.InputCount > first + 1 ? call.Input(first + 1) : default);

    public static SequenceInput<T> InputOf<T>(in VjpCall<T> call, in SequenceSize size, int first)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(in size, call.Input(0).Values, call.InputCount > first ? call.Input(first).Values : default, call.InputCount > first + 1 ? call.Input(first + 1).Values : default);

    // The gates' activations and one more array of the states' length, for every step.
    public static int SavedLength<T>(string operation, in Operands<T> inputs, int first, int gates)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SequenceSize size = SizeOf(in inputs, first, gates);
        long length = (long)size.Steps * (size.GateLength + (long)size.StateLength);
        SequenceErrors.CheckLength(operation, in inputs, length);
        return (int)length;
    }

    public static Target<T> Open<T>(in VjpCall<T> call, int input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (input >= call.InputCount)
            return default;
        Span<T> values = call.Open(input, out bool accumulate);
        return new Target<T>(values, accumulate);
    }

    // What the inputs contribute to the gates of all steps [time, batch, gates].
    public static Variable<T> Projected<T>(in VjpCall<T> call, int first)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Projected(call.Input(0), call.InputCount > first ? call.Input(first) : null, call.InputCount > first + 1 ? call.Input(first + 1) : null);

    public static Variable<T> Projected<T>(in JvpCall<T> call, int first)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Projected(call.Input(0), call.InputCount > first ? call.Input(first) : null, call.InputCount > first + 1 ? call.Input(first + 1) : null);

    private static Variable<T> Projected<T>(Variable<T> source, Variable<T>? weights, Variable<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        weights is not { } factor ? source : bias is { } term ? Ops.Affine(source, factor, term) : Ops.MatMul(source, factor);

    // The states before each step [time, batch, hidden], from the first and those after each step.
    public static Variable<T> Before<T>(Variable<T> initial, Variable<T> states, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> first = Ops.Reshape(initial, initial.Shape.Insert(0, 1));
        return steps == 1 ? first : Ops.Concatenate(0, first, Ops.Slice(states, 0, 0, steps - 1));
    }

    // Adds what the gates' cotangents of all steps mean for source, input weights and bias.
    public static void AddInputGradients<T>(in VjpCall<T> call, Variable<T> gatesBar, int first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (call.InputCount <= first)
        {
            call.Add(0, gatesBar);
            return;
        }

        if (call.Wants(0))
            call.Add(0, Ops.MatMul(gatesBar, call.Input(first), false, true));
        if (call.Wants(first))
            call.Add(first, Ops.MatMul(Ops.Rows(call.Input(0)), Ops.Rows(gatesBar), true));
        if (call.InputCount > first + 1)
            call.Add(first + 1, gatesBar);
    }

    // The tangent of what inputs and states contribute to the gates of one step, besides the state's own tangent.
    public static Variable<T> GatesTangent<T>(in JvpCall<T> call, Variable<T> zero, int step, int first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> sum = zero;
        if (call.InputCount <= first)
            return call.Moves(0) ? sum + Ops.Select(call.Tangent(0), 0, step) : sum;
        if (call.Moves(0))
            sum += Ops.MatMul(Ops.Select(call.Tangent(0), 0, step), call.Input(first));
        if (call.Moves(first))
            sum += Ops.MatMul(Ops.Select(call.Input(0), 0, step), call.Tangent(first));
        if (call.InputCount > first + 1 && call.Moves(first + 1))
            sum += call.Tangent(first + 1);
        return sum;
    }

    // All examples at once: with parameters that they share, their rows side by side; else step by step.
    public static Variable<T> Batch<T, TSequence>(in BatchCall<T> call, TSequence sequence, int states, int first)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSequence : struct, IPrimitive<T>, ISteppedSequence<T>
    {
        bool isShared = true;
        for (int input = states + 1; input < call.InputCount; input++)
            isShared &= !call.IsBatched(input);
        Variable<T> y = isShared ? SideBySide(in call, sequence, states) : sequence.Steps(in call, Ops.Permute(Projected(in call, first), 1, 0, 2, 3));
        return Ops.Permute(Ops.Reshape(y, new Shape(y.Shape[0], call.Size, call.InputShape(1)[0], call.InputShape(1)[1])), 1, 0, 2, 3);
    }

    private static Variable<T> SideBySide<T, TSequence>(in BatchCall<T> call, TSequence sequence, int states)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSequence : struct, IPrimitive<T>
    {
        Variable<T>[] inputs = new Variable<T>[call.InputCount];
        Variable<T> source = Ops.Permute(call.Batched(0), 1, 0, 2, 3);
        inputs[0] = Ops.Reshape(source, new Shape(source.Shape[0], source.Shape[1] * source.Shape[2], source.Shape[3]));
        for (int state = 1; state <= states; state++)
            inputs[state] = Ops.Rows(call.Batched(state));
        for (int input = states + 1; input < call.InputCount; input++)
            inputs[input] = call.Input(input);
        return call.Tape.Apply(sequence, inputs);
    }

    // What the inputs contribute to the gates of all steps [examples, time, batch, gates].
    private static Variable<T> Projected<T>(in BatchCall<T> call, int first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> source = call.Batched(0);
        if (call.InputCount <= first)
            return source;
        Shape shape = source.Shape;
        Variable<T> product = Ops.MatMul(Ops.Reshape(source, new Shape(shape[0], shape[1] * shape[2], shape[3])), call.Input(first));
        if (call.InputCount > first + 1)
            product += Row(in call, first + 1);
        return Ops.Reshape(product, shape.With(-1, product.Shape[-1]));
    }

    // A bias that broadcasts along the rows of each example.
    public static Variable<T> Row<T>(in BatchCall<T> call, int input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> bias = call.Input(input);
        return call.IsBatched(input) ? Ops.Reshape(bias, bias.Shape.Insert(1, 1)) : bias;
    }
}
