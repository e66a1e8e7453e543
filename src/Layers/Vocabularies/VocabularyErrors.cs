using System;
using System.Numerics;

namespace AutoDiff.Layers;

// What modules for large vocabularies ask of their inputs and targets, before anything is put on the tape.
internal static class VocabularyErrors
{
    // How many rows there are.
    public static int RequireRows(string module, Shape x, int features) => x.Rank > 0 && x[-1] == features
        ? x.Count / features
        : throw new ArgumentException($"{module}: the inputs do not fit: they are {x}; need [..., {features}], {features} features in each row.");

    public static int RequireRows(string module, Shape x, int features, ReadOnlySpan<int> targets, int classes)
    {
        int rows = RequireRows(module, x, features);
        if (rows != targets.Length)
            throw new ArgumentException($"{module}: counts differ: {rows} rows in inputs {x}, {targets.Length} targets; need one target for each row.");
        RequireClasses(module, "target", targets, classes);
        return rows;
    }

    // The same, and that so many losses can become one number as it is asked for.
    public static void RequireLoss(string module, Shape x, int features, ReadOnlySpan<int> targets, int classes, LossReduction reduction) =>
        LossReductions.Check(module, reduction, RequireRows(module, x, features, targets, classes));

    public static void RequireClasses(string module, string what, ReadOnlySpan<int> numbers, int classes)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if ((uint)numbers[i] >= (uint)classes)
                throw new ArgumentException($"{module}: {what} {numbers[i]} at position {i} is no class; need 0 to {classes - 1}.");
        }
    }

    public static Variable<T> Rows<T>(Variable<T> x, int rows, int features)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Shape.Rank == 2 ? x : Ops.Reshape(x, new Shape(rows, features));

    public static Variable<T> Reduce<T>(Variable<T> losses, LossReduction reduction)
        where T : unmanaged, IFloatingPointIeee754<T> => reduction == LossReduction.Sum ? Ops.Sum(losses) : Ops.Mean(losses);
}
