using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

// Which of n numbers are not zero, or which pairs of them differ, beyond the rounding of the largest: 1 where they do, else 0.
// Decompositions divide by such numbers and differences; where there is nothing to divide by, the quotient is left out.
internal readonly struct Resolved<T>(bool pairs) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Resolved";

    public static bool StopsGradients => true;

    // x - x is zero, and x / x is one.
    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case("Resolved(1, 0, 1)", false, x => Ops.Concatenate(-1, x / x, x - x, x / x), 1, 0, 1),
        Case("Resolved(0, 1, 1), pairs", true, x => Ops.Concatenate(-1, x - x, x / x, x / x), 0, 1, 1, 1, 0, 0, 1, 0, 0),
        Case("Resolved(1), pairs", true, x => x / x, 0),
        Case("Resolved(), pairs", true, x => Ops.Slice(x, 1, 0, 0)),
    ];

    // 1/x, but 0 for what is zero.
    public static Variable<T> Reciprocal(Variable<T> x)
    {
        Variable<T> mask = Mask(x, pairs: false);
        return mask / (x + (T.One - mask));
    }

    // 1 / (f(x_j) - f(x_i)) in row i, column j, but 0 where x_i and x_j are the same number. The difference is given.
    public static Variable<T> ReciprocalGaps(Variable<T> x, Variable<T> differences)
    {
        Variable<T> mask = Mask(x, pairs: true);
        return mask / (differences + (T.One - mask));
    }

    public Shape ShapeOf(in Operands<T> inputs) => pairs ? inputs[0].Insert(inputs[0].Rank, inputs[0][-1]) : inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        int n = call.InputShape(0)[-1], at = 0;
        ReadOnlySpan<T> all = call.Input(0);
        for (int start = 0; start < all.Length; start += n)
        {
            ReadOnlySpan<T> x = all.Slice(start, n);
            T largest = T.Zero;
            foreach (T element in x)
                largest = T.Max(largest, T.Abs(element));
            T rounding = largest * T.CreateChecked(n) * (T.BitIncrement(T.One) - T.One);
            for (int i = 0; i < n; i++)
            {
                if (!pairs)
                    call.Output[at++] = T.Abs(x[i]) > rounding ? T.One : T.Zero;
                for (int j = 0; pairs && j < n; j++)
                    call.Output[at++] = T.Abs(x[i] - x[j]) > rounding ? T.One : T.Zero;
            }
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
    }

    public void Jvp(in JvpCall<T> call)
    {
    }

    private static Variable<T> Mask(Variable<T> x, bool pairs) => x.Tape.Apply(new Resolved<T>(pairs), x);

    private static WorkedCase<T> Case(string name, bool pairs, Func<Variable<T>, Variable<T>> numbers, params double[] expected) =>
        new(name, x => Mask(numbers(x[0]), pairs), new WorkedInput(new Shape(2, 1), 1, 2)) { IsConstant = true, Reference = _ => [.. expected, .. expected] };
}
