using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// Derivatives of solutions: of an equation, a fixed point, or an optimisation. The solution is found in any way at all, outside the
/// tape; here it becomes a differentiable function of what it depends on, without a derivative of the way it was found.
/// </summary>
/// <remarks>
/// <para>From <c>residual(x, inputs) = 0</c> follows <c>dx = -J⁻¹ · d residual</c> with the Jacobian <c>J</c> with respect to <c>x</c>. What is
/// recorded is <c>order</c> steps <c>x ← x - J⁻¹ · residual(x, inputs)</c> with <c>J</c> held fixed: the value stays, and each step makes one more
/// order of derivatives exact. (If <c>x</c> is wrong by <c>O(t^k)</c> when the inputs move by <c>t</c>, a step with a Jacobian that is wrong by
/// <c>O(t)</c> leaves <c>O(t^(k+1))</c>.) Forward, reverse and recorded modes all apply.</para>
/// <para>The function is called with variables of another tape as well, so it uses nothing but its arguments, and parameters through
/// <c>x.Tape.Use</c>, which gives what stands for them there too. Source: implicit function theorem; Griewank and Walther, Evaluating Derivatives, 2nd edition, chapter 15.</para>
/// </remarks>
public static class Implicit
{
    private const int DenseUnknowns = 256;

    /// <summary>A root of an equation, <c>residual(x, inputs) = 0</c>, as a function of the inputs.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="residual">What is zero at the solution, of the unknown's shape.</param>
    /// <param name="solution">The solution; only its numbers count.</param>
    /// <param name="inputs">What it depends on.</param>
    /// <param name="order">Up to which order derivatives are exact, 1 or more.</param>
    /// <param name="solver">How linear systems are solved.</param>
    /// <returns>The solution, on the tape, with its derivatives.</returns>
    /// <exception cref="ArgumentException">The residual has another shape than the unknown, or the order is less than 1.</exception>
    /// <exception cref="ArithmeticException">It is not a solution, the Jacobian is singular there, or GMRES does not converge.</exception>
    /// <remarks>Cost: the residual <c>order</c> times, its Jacobian once or products with it, and one linear system for each step and each derivative of it.</remarks>
    public static Variable<T> Root<T>(
        ImplicitFunction<T> residual, Variable<T> solution, ReadOnlySpan<Variable<T>> inputs, int order = 1, ImplicitSolver solver = ImplicitSolver.Automatic)
        where T : unmanaged, IFloatingPointIeee754<T> => Solution(nameof(Root), residual, residual, solution, inputs, order, solver);

    /// <summary>A fixed point, <c>x = function(x, inputs)</c>, such as the state at which a recurrent cell comes to rest.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="function">The function, whose result has the unknown's shape.</param>
    /// <param name="solution">The fixed point, from <see cref="FindFixedPoint"/> or anywhere else; only its numbers count.</param>
    /// <param name="inputs">What it depends on.</param>
    /// <param name="order">Up to which order derivatives are exact, 1 or more.</param>
    /// <param name="solver">How linear systems are solved.</param>
    /// <returns>The fixed point, on the tape, with its derivatives.</returns>
    /// <exception cref="ArgumentException">The function's result has another shape than the unknown, or the order is less than 1.</exception>
    /// <exception cref="ArithmeticException">As for <see cref="Root"/>.</exception>
    public static Variable<T> FixedPoint<T>(
        ImplicitFunction<T> function, Variable<T> solution, ReadOnlySpan<Variable<T>> inputs, int order = 1, ImplicitSolver solver = ImplicitSolver.Automatic)
        where T : unmanaged, IFloatingPointIeee754<T> => Solution(nameof(FixedPoint), function, (x, of) => x - function(x, of), solution, inputs, order, solver);

    /// <summary>
    /// A minimum, maximum or saddle, where the gradient of an objective with respect to <c>x</c> is zero, such as trained weights as a function of a penalty's
    /// factor.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="objective">The objective, a scalar.</param>
    /// <param name="solution">Where its gradient is zero; only its numbers count.</param>
    /// <param name="inputs">What it depends on.</param>
    /// <param name="order">Up to which order derivatives are exact, 1 or more.</param>
    /// <param name="solver">How linear systems, whose matrix is the Hessian, are solved.</param>
    /// <returns>The solution, on the tape, with its derivatives.</returns>
    /// <exception cref="ArgumentException">The objective is not a scalar, or the order is less than 1.</exception>
    /// <exception cref="ArithmeticException">As for <see cref="Root"/>.</exception>
    public static Variable<T> ArgMin<T>(
        ImplicitFunction<T> objective, Variable<T> solution, ReadOnlySpan<Variable<T>> inputs, int order = 1, ImplicitSolver solver = ImplicitSolver.Automatic)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Solution(nameof(ArgMin), objective, (x, of) => Transforms.Gradients(x.Tape, nameof(ArgMin), objective(x, of), [x], record: true)[0], solution, inputs, order, solver);

    /// <summary>Finds a fixed point by iteration, <c>x ← function(x, inputs)</c>; nothing of it is recorded.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="function">The function, whose result has the unknown's shape.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="inputs">What the fixed point depends on.</param>
    /// <param name="tolerance">The iteration ends when a step moves the iterate by no more than this share of its size; by default 8 units of rounding.</param>
    /// <param name="iterations">After how many iterations to give up.</param>
    /// <returns>The fixed point, as a constant on the tape of <paramref name="start"/>.</returns>
    /// <exception cref="ArgumentException">The function's result has another shape than the unknown, the tolerance is negative, or there is no iteration.</exception>
    /// <exception cref="ArithmeticException">The iteration does not come to rest.</exception>
    public static Variable<T> FindFixedPoint<T>(
        ImplicitFunction<T> function, Variable<T> start, ReadOnlySpan<Variable<T>> inputs, double? tolerance = null, int iterations = 10_000)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        double enough = tolerance ?? (8 * Epsilon<T>());
        if (!(enough >= 0) || iterations < 1)
            throw ImplicitErrors.Limits(enough, iterations);
        Shape shape = start.Shape;
        T[] x = start.ToArray();
        double move = double.PositiveInfinity;
        using Tape<T> tape = new();
        for (int i = 0; i < iterations; i++)
        {
            tape.Reset();
            using NoGradientScope<T> plain = tape.NoGradient();
            Variable<T> next = function(tape.Constant(x, shape), Copies(start.Tape, tape, inputs));
            if (next.Shape != shape)
                throw ImplicitErrors.ResidualShape(nameof(FindFixedPoint), shape, next.Shape);
            move = Distance<T>(x, next.Values) / Math.Max(Distance(next.Values, []), double.Epsilon);
            next.Values.CopyTo(x);
            if (move <= enough)
                return start.Tape.Constant(x, shape);
        }

        throw ImplicitErrors.NoFixedPoint(iterations, move, enough);
    }

    private static Variable<T> Solution<T>(
        string operation, ImplicitFunction<T> function, ImplicitFunction<T> residual, Variable<T> solution, ReadOnlySpan<Variable<T>> inputs, int order, ImplicitSolver solver)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        if (order < 1)
            throw TransformErrors.Order(operation, order);
        Tape<T> tape = solution.Tape;
        if (!tape.IsRecording)
            return Ops.Detach(solution);
        LinearSystem system = Linearised(operation, residual, solution, inputs, solver);
        Variable<T> x = tape.Variable(solution.Values, solution.Shape);
        for (int i = 0; i < order; i++)
            x = x - SolveSystem<T>.Of(residual(x, inputs), system, transpose: false);
        return x;
    }

    // The residual's Jacobian at the solution, from a tape of its own.
    private static LinearSystem Linearised<T>(string operation, ImplicitFunction<T> residual, Variable<T> solution, ReadOnlySpan<Variable<T>> inputs, ImplicitSolver solver)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T>? tape = new();
        try
        {
            Variable<T> x = tape.Variable(solution.Values, solution.Shape), r = residual(x, Copies(solution.Tape, tape, inputs));
            int n = x.Shape.Count;
            if (r.Shape != x.Shape)
                throw ImplicitErrors.ResidualShape(operation, x.Shape, r.Shape);
            bool dense = solver == ImplicitSolver.Dense || (solver == ImplicitSolver.Automatic && n <= DenseUnknowns);
            LinearSystem system = dense
                ? new DenseSystem(Array.ConvertAll(tape.Jacobian(r, x, JacobianMode.Reverse, record: false, Unconnected.Zero).ToArray(), double.CreateTruncating), n)
                : new IterativeSystem<T>(tape, r, x);
            T[] step = new T[n];
            system.Solve(r.Values, step, transpose: false);
            double move = Distance<T>(step, []) / Math.Max(Distance(x.Values, []), 1), allowed = Math.Cbrt(Epsilon<T>());
            if (!(move <= allowed))
                throw ImplicitErrors.NotASolution(operation, move, allowed);

            // An iterative system goes on using the tape, as long as somebody uses the system.
            tape = dense ? tape : null;
            return system;
        }
        finally
        {
            tape?.Dispose();
        }
    }

    // The inputs' numbers on another tape, where what stands for parameters does so too.
    private static Variable<T>[] Copies<T>(Tape<T> from, Tape<T> tape, ReadOnlySpan<Variable<T>> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        tape.SubstituteAsOn(from);
        Variable<T>[] copies = new Variable<T>[inputs.Length];
        for (int i = 0; i < copies.Length; i++)
            copies[i] = tape.Constant(inputs[i].Values, inputs[i].Shape);
        return copies;
    }

    // The Euclidean distance; from the origin where there is no second point. In units of the largest difference, whose square would overflow or vanish.
    private static double Distance<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double largest = 0, sum = 0;
        for (int i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs(Difference(a, b, i)));
        if (largest == 0 || !double.IsFinite(largest))
            return largest;
        for (int i = 0; i < a.Length; i++)
        {
            double share = Difference(a, b, i) / largest;
            sum += share * share;
        }

        return largest * Math.Sqrt(sum);
    }

    private static double Difference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int i)
        where T : unmanaged, IFloatingPointIeee754<T> => double.CreateTruncating(a[i]) - (b.IsEmpty ? 0 : double.CreateTruncating(b[i]));

    private static double Epsilon<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => double.CreateChecked(T.BitIncrement(T.One) - T.One);
}
