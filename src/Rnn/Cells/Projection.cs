using System;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

// What inputs contribute to the gates of the built-in cells: one affine map for all steps.
internal static class Projection
{
    public static Variable<T> Of<T>(Variable<T> inputs, Parameter<T> weights, Parameter<T>? bias, Parameter<T>? other = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> table = inputs.Tape.Use(weights);

        // What does not fit is refused by the product, before two biases are added up.
        bool fits = inputs.Shape.Rank > 0 && inputs.Shape[-1] == weights.Shape[0];
        return fits && Bias(inputs.Tape, bias, other) is { } sum ? Affine(inputs, table, sum) : MatMul(inputs, table);
    }

    public static Variable<T> OfOneHot<T>(Tape<T> tape, ReadOnlySpan<int> classes, Parameter<T> weights, Parameter<T>? bias, Parameter<T>? other = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> table = tape.Use(weights);

        // A class that there is not is refused before anything else is recorded.
        if (classes.ContainsAnyExceptInRange(0, weights.Shape[0] - 1) || Bias(tape, bias, other) is not { } sum)
            return Gather(table, classes);

        // The bias is added to whichever is smaller: every row of the table, or every row looked up.
        return weights.Shape[0] < classes.Length ? Gather(table + sum, classes) : Gather(table, classes) + sum;
    }

    // Refuses what is not a part of what Project made, and a state that is not the cell's: either could stretch over the gates and the rows unseen.
    public static void Check(string cell, in Shape projected, int width, in Shape state, int size)
    {
        bool fits = projected.Rank > 0 && projected.Rank == state.Rank && projected[-1] == width && state[-1] == size;
        for (int axis = 0; fits && axis < projected.Rank - 1; axis++)
            fits = projected[axis] == state[axis];
        if (!fits)
            throw RnnErrors.StepShapes(cell, projected, width, state, size);
    }

    // The same where the state has a cell state of the same shape.
    public static void Check<T>(string cell, in Shape projected, int width, in LstmState<T> state, int size)
        where T : unmanaged, IFloatingPointIeee754<T> => Check(cell, projected, width, in state, size, size);

    // Where its cell state has as many units.
    public static void Check<T>(string cell, in Shape projected, int width, in LstmState<T> state, int size, int units)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(cell, projected, width, state.Hidden.Shape, size);
        if (state.Cell.Shape != state.Hidden.Shape.With(-1, units))
            throw RnnErrors.CellShape(cell, state.Cell.Shape, state.Hidden.Shape, units == size ? "equal shapes" : $"a cell state of {units} units");
    }

    // For the inputs of a whole sequence, where something is recorded before the operation that would refuse them.
    public static void CheckRun(string cell, in Shape inputs, int features, in Shape state, int size)
    {
        if (inputs.Rank != 3 || inputs[2] != features || state.Rank != 2 || state[0] != inputs[1] || state[1] != size)
            throw RnnErrors.RunShapes(cell, inputs, features, state, size);
    }

    // The same for a node of a tree, which may have no children.
    public static void CheckNode<T>(string cell, in Shape projected, int width, ReadOnlySpan<LstmState<T>> children, int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (LstmState<T> child in children)
            Check(cell, projected, width, in child, size);
        if (children.IsEmpty && (projected.Rank == 0 || projected[-1] != width))
            throw RnnErrors.LeafShape(cell, projected, width);
    }

    // The one bias that there is, the sum of two, or null.
    public static Variable<T>? Bias<T>(Tape<T> tape, Parameter<T>? bias, Parameter<T>? other)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        bias is null ? null : other is null ? tape.Use(bias) : tape.Use(bias) + tape.Use(other);
}
