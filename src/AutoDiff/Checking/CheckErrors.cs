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
}
