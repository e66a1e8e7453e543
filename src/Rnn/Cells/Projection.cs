using System;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

// What inputs contribute to the gates of the built-in cells: one affine map for all steps.
internal static class Projection
{
    public static Variable<T> Of<T>(Variable<T> inputs, Parameter<T> weights, Parameter<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = inputs.Tape;
        return bias is null ? MatMul(inputs, tape.Use(weights)) : Affine(inputs, tape.Use(weights), tape.Use(bias));
    }

    public static Variable<T> OfOneHot<T>(Tape<T> tape, ReadOnlySpan<int> classes, Parameter<T> weights, Parameter<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> table = tape.Use(weights);
        if (bias is null)
            return Gather(table, classes);

        // The bias is added to whichever is smaller: every row of the table, or every row looked up.
        return weights.Shape[0] < classes.Length ? Gather(table + tape.Use(bias), classes) : Gather(table, classes) + tape.Use(bias);
    }
}
