using System;

namespace AutoDiff.Checking;

// The wording of the checking floor's own errors.
internal static class CheckErrors
{
    public static LawException NoCases(string operation) => new(
        $"Laws: no worked cases: {operation} has none, so nothing can be checked; need at least one. Override its static member Cases.");

    public static ArgumentException NoParameter(string function) => new(
        $"GradientCheck: nothing to differentiate with respect to: {(function.Length > 0 ? function : "the function")} uses no parameter; "
            + "need one at least. Use it with tape.Use, or give the inputs of a function of variables.");

    public static ArgumentException TolerancePrecision(string type) => new(
        $"GradientCheck: {type} resolves too little for finite differences at the default tolerance; need double, or a tolerance of your own. "
            + "Check the same source in double, or call Within(1e-2).");

    public static ArgumentException NotTheSameTwice(double first, double second) => new(
        FormattableString.Invariant($"GradientCheck: the function is not the same each time: at one point it gave {first:R}, then {second:R}, so that differences mean nothing; ")
            + "need one result for one input. Draw random numbers by a RandomKey, and keep no state between calls.");

    public static ArgumentOutOfRangeException Tolerance(double relativeError) => new(
        nameof(relativeError), relativeError, FormattableString.Invariant($"GradientCheck: the relative error allowed is {relativeError}; need a positive number."));
}
