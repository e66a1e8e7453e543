using System;

namespace AutoDiff;

// The wording of the errors of implicit differentiation.
internal static class ImplicitErrors
{
    public static ArithmeticException Singular(int unknowns, int step, double pivot) => new(
        $"Implicit: the Jacobian of the residual is singular at the solution: of {unknowns} unknowns, number {step + 1} in the elimination has the "
            + FormattableString.Invariant($"pivot {pivot}; the solution is not a differentiable function of its inputs there."));

    public static ArithmeticException NotConverged(int unknowns, int steps, double left) => new(
        FormattableString.Invariant($"Implicit: the linear system is not solved: of {unknowns} unknowns, after {steps} steps of GMRES a share of {left:G3} of the right-hand side ")
            + "is left; need a better conditioned residual, or ImplicitSolver.Dense.");

    public static ArithmeticException NotASolution(string operation, double move, double allowed) => new(
        FormattableString.Invariant($"{operation}: not a solution: a Newton step would move it by {move:G3} of its own size; ")
            + FormattableString.Invariant($"need at most {allowed:G3}, since derivatives hold at the solution only. Iterate longer?"));

    public static ArithmeticException NoFixedPoint(int iterations, double move, double tolerance) => new(
        FormattableString.Invariant($"FindFixedPoint: not found: after {iterations} iterations a step still moves by {move:G3} of the iterate's size; need {tolerance:G3}. ")
            + "Is the function a contraction? Begin nearer, or damp it.");

    public static ArgumentException Limits(double tolerance, int iterations) => new(
        FormattableString.Invariant($"FindFixedPoint: a tolerance of {tolerance} and {iterations} iterations; need a tolerance of 0 or more, and 1 iteration or more."));

    public static ArgumentException ResidualShape(string operation, Shape x, Shape residual) => new(
        $"{operation}: the function does not fit the unknown: the unknown is {x}, the function gives {residual}; need equal shapes.");
}
