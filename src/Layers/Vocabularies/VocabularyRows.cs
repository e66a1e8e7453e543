using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Layers;

// Scores by a weight [classes, features] that has a row for each class.
internal static class VocabularyRows
{
    public static Variable<T> Scores<T>(string module, Variable<T> x, Parameter<T> weight, Parameter<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        VocabularyErrors.RequireRows(module, x.Shape, weight.Shape[1]);
        Variable<T> scores = MatMul(x, x.Tape.Use(weight), transposeB: true);
        return bias is null ? scores : scores + x.Tape.Use(bias);
    }
}
