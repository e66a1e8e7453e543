using System;
using System.Globalization;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

// The wording of the errors of recurrent networks.
internal static class RnnErrors
{
    public static ArgumentException FlagsDoNotFit(string operation, int flags, Shape state) => new(
        $"{operation}: one flag for each row is needed: {flags} flags were given for a state of shape {state}; need a state [{flags}, ...].");

    public static ArgumentException SizeNotPositive(string operation, string what, int size) => new(
        $"{operation}: {what} is {size}; need 1 or more.");

    public static ArgumentException InputShape(string operation, Shape inputs, int inputSize) => new(
        $"{operation}: the inputs do not fit: their shape is {inputs}; need [time, batch, {inputSize}]. Is the batch first? Say SequenceLayout.BatchFirst.");

    public static ArgumentException BatchFirstShape(string operation, Shape inputs, int inputSize) => new(
        $"{operation}: the inputs do not fit: their shape is {inputs}; need [batch, time, {inputSize}].");

    public static ArgumentException ProjectedShape(string operation, Shape projected) => new(
        $"{operation}: the inputs' products do not fit: their shape is {projected}; "
            + "need [time, batch, any], as the cell's Project makes it of [time, batch, inputs]. Reshape them?");

    public static ArgumentException StepShapes(string cell, Shape projected, int width, Shape state, int size) => new(
        $"{cell}: the projected input and the state do not fit: they are {projected} and {state}; need [batch, {width}] and [batch, {size}]. "
            + "Give what the cell's Project made of the input.");

    public static ArgumentException CellShape(string cell, Shape state, Shape hidden, string needed) => new(
        $"{cell}: the cell state and the hidden state do not fit: they are {state} and {hidden}; need {needed}. Start from InitialState.");

    public static ArgumentException RunShapes(string cell, Shape inputs, int features, Shape state, int size) => new(
        $"{cell}: the inputs and the state do not fit: they are {inputs} and {state}; need [time, batch, {features}] and [batch, {size}]. Start from InitialState.");

    public static ArgumentException NoReduction(string operation, LossReduction reduction) => new(
        $"{operation}: there is no loss reduction {(int)reduction}; need one of {string.Join(", ", Enum.GetNames<LossReduction>())}.");

    public static ArgumentException LeafShape(string cell, Shape projected, int width) => new(
        $"{cell}: the projected input does not fit: it is {projected}; need [batch, {width}]. Give what the cell's Project made of the input.");

    public static ArgumentException NoSteps(string operation) => new(
        $"{operation}: no time step; need a sequence of at least one.");

    public static ArgumentException StateBatch(string operation, Shape state, int batch) => new(
        $"{operation}: the state is for another batch: its shape is {state}, the inputs have {batch} rows; need a state [{batch}, ...]. "
            + "Start from InitialState, or select the state's rows.");

    public static ArgumentException ResetFlags(string operation, int flags, int steps, int batch) => new(
        $"{operation}: one reset flag for each step and row is needed: {flags} flags were given for {steps} steps of {batch} rows; need {(long)steps * batch}, time first.");

    public static ArgumentException LayerCount(string stack, int layers, int needed) => new(
        $"{stack}: the state has {layers} layers, the stack {needed}; need one state a layer. Start from InitialState.");

    public static ArgumentException StepFlags(string operation, int flags, Shape input) => new(
        $"{operation}: one flag for each row is needed: {flags} flags were given for an input of shape {input}; need an input [{flags}, inputs].");

    // As the program's text has it, without the number of type arguments.
    public static string NameOf(Type type) => type.Name.Split('`')[0];

    public static void CheckBatch<T, TState>(string operation, in TState state, int batch)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        for (int part = 0; part < state.PartCount; part++)
        {
            if (state[part].Shape.Rank == 0 || state[part].Shape[0] != batch)
                throw StateBatch(operation, state[part].Shape, batch);
        }
    }

    public static ArgumentException NotALoss<T>(string operation, object sequence, Segment segment, Variable<T> loss, int targets)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
        $"{operation}: {NameOf(sequence.GetType())} returned {(loss == default ? "no loss" : $"a loss of shape {loss.Shape}")} for the steps {segment.FirstLoss} to "
            + $"{segment.End - 1}, which count {targets} targets; need the scalar sum of their losses. Reduce it with Sum?");

    public static ArgumentException StateChanges(int part, string before, string after) => new(
        $"TruncatedBackprop: a step changes the state's shape: part {part} is {before} before the sequence, {after} after a step; "
            + "need states of one shape for windows that overlap. Is the initial state made for the whole batch?");

    public static ArgumentException RowsActOnEachOther() => new(
        "TruncatedBackprop: rows of the batch act on each other, as the first step back shows: their Jacobians are not each row's own, which two "
            + "stacks need. Use WindowAlgorithm.Banded, which needs nothing of the kind.");

    public static ArgumentException TooManyJacobians(Truncation truncation, double elements, int rows, int features) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"TruncatedBackprop: two stacks under {truncation} keep the Jacobians of {truncation.Length - 1} steps, {elements:N0} elements for {rows} rows of {features} "
            + $"features; need {Array.MaxLength:N0} at most. Use WindowAlgorithm.Banded, which keeps none."));

    public static ArgumentException TooManyInfluences(OnlineMethod method, string parameter, int weights, int units) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"TruncatedBackprop: {method} keeps how each of the state's {units:N0} elements, those of all rows, depends on each of the {weights:N0} of {parameter}: "
            + $"{(double)weights * units:N0} numbers; need {Array.MaxLength:N0} at most. Use fewer rows, a smaller cell, Truncation.Uoro, or a window."));

    public static ArgumentException PartCount(string state, int parts, string needed) => new(
        $"{state}: {parts} variables do not make up the state; need {needed}. Was it saved from another model?");

    public static ArgumentOutOfRangeException NoSuchPart(string state, int part, int count) => new(
        nameof(part), $"{state}: there is no part {part}; the state has {count}, counted from 0.");

    // The blocks are what a parameter has side by side, each as long as the state.
    public static void CheckSizes(string cell, int inputSize, int hiddenSize, long blocks = 1)
    {
        if (inputSize < 1)
            throw SizeNotPositive(cell, "the input size", inputSize);
        if (hiddenSize < 1)
            throw SizeNotPositive(cell, "the hidden size", hiddenSize);
        if (hiddenSize > Array.MaxLength / blocks)
        {
            throw new ArgumentException(
                $"{cell}: the hidden size is {hiddenSize}, of which a parameter has {blocks} side by side; need at most {Array.MaxLength / blocks}.");
        }
    }
}
