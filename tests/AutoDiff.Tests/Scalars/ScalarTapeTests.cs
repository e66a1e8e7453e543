using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace AutoDiff.Tests.Scalars;

public sealed class ScalarTapeTests
{
    [Fact]
    public void An_operation_is_one_entry_of_at_most_24_bytes()
    {
        Assert.Equal(24, Unsafe.SizeOf<ScalarEntry<double>>());
        Assert.Equal(16, Unsafe.SizeOf<ScalarEntry<float>>());
        Assert.Equal(16, Unsafe.SizeOf<Scalar<double>>());
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(2), y = x * x;
        Assert.Equal(2, tape.Count);
        y = Scalar<double>.MultiplyAddEstimate(x, x, y);
        Assert.Equal(3, tape.Count);
        y = Scalar<double>.MultiplyAddEstimate(x, y, x);
        Assert.Equal(5, tape.Count);
        Scalar<double> constant = Scalar<double>.Sin(3) + 2;
        Assert.Equal(5, tape.Count);
        Assert.True(constant.IsConstant);

        // y = x (x² + x²) + x.
        Assert.Equal((6 * 4) + 1, tape.Gradient(y, x));
    }

    [Fact]
    public void Sums_of_products_pass_their_adjoint_on()
    {
        double[] left = [1, 2, 3, 4], right = [5, 6, 7, 8];
        using ScalarTape<double> tape = new();
        Scalar<double>[] a = tape.Variables(left), b = tape.Variables(right);
        Scalar<double> sum = tape.Variable(0.5);
        for (int i = 0; i < 4; i++)
            sum = Scalar<double>.FusedMultiplyAdd(a[i], b[i], sum);
        Assert.Equal(9 + 4, tape.Count);
        Assert.Equal(70.5, sum.Value);
        Assert.Equal(right, tape.Gradient(sum, a));
        Assert.Equal(left, tape.Gradient(sum, b));
    }

    [Fact]
    public void Derivatives_with_respect_to_intermediate_numbers()
    {
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(3), y = x + 1, z = x * y, later = y * y;
        Assert.Equal([7, 3, 1, 0], tape.Gradient(z, x, y, z, later));
        double[] product = new double[1];
        tape.Vjp([z, later, 5], [2, 10, 7], [x], product);
        Assert.Equal((2 * 7) + (10 * 8), product[0]);
    }

    [Fact]
    public void A_million_operations_grow_and_then_allocate_nothing()
    {
        using ScalarTape<double> tape = new();
        double[] gradient = new double[2];
        double value = Chain();
        double again = 0;
        Assert.Equal(0, Allocated.Least(() => again = Chain()));
        Assert.Equal(value, again);
        Assert.Equal(Math.Pow(0.999999, 500_000), gradient[0], 1e-9);

        double Chain()
        {
            tape.Reset();
            Scalar<double> x = tape.Variable(0.5), factor = tape.Variable(0.999999), y = x;
            for (int i = 0; i < 500_000; i++)
                y = (y * factor) + 1e-6;
            tape.Gradient(y, [x, factor], gradient);
            return y.Value;
        }
    }

    // 0.9ⁿ ends at the smallest subnormal number, which 0.9 times itself rounds to.
    [Fact]
    public void An_adjoint_that_decays_away_is_dropped()
    {
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(1), y = x;
        for (int i = 0; i < 100_000; i++)
            y = (0.9 * y) + 1;
        Assert.Equal(0, tape.Gradient(y, x));
        Assert.Equal(10, y.Value, 1e-12);

        // One of exactly zero passes nothing on, even along an infinite slope.
        Scalar<double> z = (0 * Scalar<double>.Sqrt(tape.Variable(0))) + x;
        Assert.Equal(1, tape.Gradient(z, x));
    }

    [Fact]
    public void The_tape_below_is_in_use_again()
    {
        using ScalarTape<double> outer = new();
        Scalar<double> x = outer.Variable(2);
        Assert.Equal(6, Derivative.Gradient(v => v[0] * v[0], 3.0)[0]);
        using (ScalarTape<float> other = new())
            Assert.Equal(4, outer.Gradient(x * x, x));
        Assert.Equal(4, outer.Gradient(x * x, x));

        ScalarTape<double> lower = new(), upper = new();
        lower.Dispose();
        lower.Dispose();
        Assert.Equal(1, upper.Gradient(upper.Variable(1) + 1, upper.Variable(1)) + 1);
        upper.Dispose();
        Assert.Equal(4, outer.Gradient(x * x, x));
    }

    [Fact]
    public void Threads_have_tapes_of_their_own()
    {
        double[] results = new double[8];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(i => new Thread(() => results[i] = Derivative.Gradient(x => x[0] * x[0] * x[0], (double)i)[0]))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(Enumerable.Range(0, 8).Select(i => 3.0 * i * i), results);
    }
}
