using System;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Checking;

internal sealed class SpecialLaw() : Law("Special", "NaN, infinities, signed zeros and kinks give what is documented", LawScope.Values)
{
    private protected override string? Examine<T>(Trial<T> trial)
    {
        foreach (SpecialValue special in trial.Case.Specials)
        {
            string? broken = Examine(trial.Case, special);
            if (broken is not null)
                return FormattableString.Invariant($"at ({string.Join(", ", special.Inputs.Select(x => x.ToString("R", CultureInfo.InvariantCulture)))}), {broken}");
        }

        return null;
    }

    private static string? Examine<T>(WorkedCase<T> worked, SpecialValue special)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        Variable<T>[] inputs = [.. special.Inputs.Select(x => tape.Variable(T.CreateTruncating(x)))];
        Variable<T> y = worked.Function(inputs);
        double actual = double.CreateTruncating(y.Item()), expected = Rounded<T>(special.Output);
        if (!Same<T>(actual, expected, worked.Ulps) || (expected == 0 && double.IsNegative(actual) != double.IsNegative(expected)))
            return FormattableString.Invariant($"the result is {actual:R} instead of {expected:R}.");
        if (special.Slopes is null)
            return null;

        Variable<T>[] gradients = tape.Gradient(y, inputs, record: false, Unconnected.Zero);
        for (int i = 0; i < special.Slopes.Count; i++)
        {
            double slope = double.CreateTruncating(gradients[i].Item());
            if (!Same<T>(slope, Rounded<T>(special.Slopes[i]), worked.Ulps))
                return FormattableString.Invariant($"the slope with respect to input {i} is {slope:R} instead of {special.Slopes[i]:R}.");
            double tangent = double.CreateTruncating(tape.Jvp(y, inputs[i], tape.Constant(T.One), record: false, Unconnected.Zero).Item());
            if (!Same<T>(tangent, Rounded<T>(special.Slopes[i]), worked.Ulps))
                return FormattableString.Invariant($"the forward slope with respect to input {i} is {tangent:R} instead of {special.Slopes[i]:R}.");
        }

        return null;
    }

    private static double Rounded<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T> => double.CreateTruncating(T.CreateTruncating(value));

    private static bool Same<T>(double actual, double expected, double ulps)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Vectors.Close(actual, expected, double.IsFinite(expected) ? ulps * Precisions<T>.Epsilon * Math.Abs(expected) : 0);
}
