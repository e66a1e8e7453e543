using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace AutoDiff.Tests.Scalars;

public sealed class ScalarTapeTests
{
    [Fact]
    public void An_operation_on_two_numbers_is_one_entry_of_at_most_24_bytes()
    {
        Assert.Equal(24, Unsafe.SizeOf<ScalarEntry<double>>());
        Assert.Equal(16, Unsafe.SizeOf<ScalarEntry<float>>());
        Assert.Equal(24, Unsafe.SizeOf<Scalar<double>>());
        Assert.Equal(16, Unsafe.SizeOf<Scalar<float>>());
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(2), y = tape.Variable(3), z = x * y;
        Assert.Equal(3, tape.Count);
        z = Scalar<double>.MultiplyAddEstimate(x, y, z);
        Assert.Equal(4, tape.Count);
        z = Scalar<double>.MultiplyAddEstimate(x, z, x);
        Assert.Equal(5, tape.Count);
        Scalar<double> constant = Scalar<double>.Sin(3) + 2;
        Assert.Equal(5, tape.Count);
        Assert.True(constant.IsConstant);

        // z = x (x y + x y) + x.
        Assert.Equal([(4 * 2 * 3) + 1, 2 * 4], tape.Gradient(z, x, y));
    }

    // However many they are, and also where the number meets itself.
    [Fact]
    public void Functions_of_one_number_record_nothing()
    {
        const double X = 0.7;
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(X), y = -((2 / (3 - Scalar<double>.Exp(x * x))) - (x * 5)), z = Scalar<double>.FusedMultiplyAdd(x, x, x), w = x - x;
        Assert.Equal(1, tape.Count);
        double rest = 3 - Math.Exp(X * X);
        Assert.Equal(5 - (2 * 2 * X * Math.Exp(X * X) / (rest * rest)), tape.Gradient(y, x), 1e-13);
        Assert.Equal((2 * X) + 1, tape.Gradient(z, x), 1e-15);
        Assert.Equal(0, tape.Gradient(w, x));
        Assert.False(w.IsConstant);

        // An infinite slope is recorded: see An_adjoint_that_decays_away_is_dropped.
        Scalar<double> root = Scalar<double>.Sqrt(w);
        Assert.Equal(2, tape.Count);
        Assert.Equal(double.NaN, tape.Gradient(root, x));
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

    // A third operand is part of the entry as long as it is near.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(254, 1)]
    [InlineData(255, 2)]
    [InlineData(1000, 2)]
    public void A_sum_of_products_is_one_entry_where_the_sum_is_recent(int between, int entries)
    {
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(3), y = tape.Variable(5), sum = x * y, other = x;
        for (int i = 0; i < between; i++)
            other += y;
        int count = tape.Count;
        Scalar<double> z = Scalar<double>.MultiplyAddEstimate(x, other, sum);
        Assert.Equal(entries, tape.Count - count);
        Assert.Equal([(2 * 3) + (5 * between) + 5, (3 * between) + 3], tape.Gradient(z, x, y));
        Assert.Equal(1, tape.Gradient(z, sum));
    }

    // Numbers of roots that fill no register, one, and several in part; constants among them; roots that are operands of others.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(11)]
    public void A_jacobian_is_the_gradients_of_its_roots(int count)
    {
        using ScalarTape<double> tape = new();
        Compare(tape, Scalar<double>.Sin);
        using ScalarTape<float> single = new();
        Compare(single, Scalar<float>.Sin);
        using ScalarTape<Dual<double>> nested = new();
        Compare(nested, Scalar<Dual<double>>.Sin);

        void Compare<T>(ScalarTape<T> on, Func<Scalar<T>, Scalar<T>> sine)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            Scalar<T>[] x = on.Variables(T.CreateChecked(0.3), T.CreateChecked(-2), T.CreateChecked(1.1)), roots = new Scalar<T>[count];
            Scalar<T> last = x[0];
            for (int i = 0; i < count; i++)
                roots[i] = i % 5 == 2 ? 7 : last = Scalar<T>.MultiplyAddEstimate(last, x[i % 3], sine(x[(i + 1) % 3]) / (last + 3));
            T[] jacobian = new T[count * x.Length];
            on.Jacobian(roots, x, jacobian);
            for (int i = 0; i < count; i++)
                Assert.Equal(roots[i].IsConstant ? new T[x.Length] : on.Gradient(roots[i], x), jacobian.AsSpan(i * x.Length, x.Length).ToArray());
        }
    }

    [Fact]
    public void Adjoints_that_decay_away_are_dropped_in_every_lane()
    {
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(1), tiny = tape.Variable(1e-200), one = tape.Variable(1), huge = tape.Variable(double.PositiveInfinity), z = x * 2;
        Scalar<double> y = x * huge * tiny * one * tiny * one;
        double[] jacobian = new double[4];
        tape.Jacobian([y, z], [x, one], jacobian);
        Assert.Equal([.. tape.Gradient(y, x, one), 2, 0], jacobian);
        Assert.Equal(0, jacobian[0]);
    }

    [Fact]
    public void Derivatives_with_respect_to_intermediate_numbers()
    {
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(3), y = tape.Record(x + 1), z = x * y, later = y * y;
        Assert.Equal([7, 3, 1, 0], tape.Gradient(z, x, y, z, tape.Record(later)));
        double[] product = new double[1];
        tape.Vjp([z, later, 5], [2, 10, 7], [x], product);
        Assert.Equal((2 * 7) + (10 * 8), product[0]);

        int count = tape.Count;
        Assert.Equal(z.Value, tape.Record(z).Value);
        Assert.Equal(count, tape.Count);
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

    // What is carried with a number must not lose what a sweep would keep: here the derivative is small only in between.
    [Fact]
    public void A_slope_that_is_subnormal_in_between_comes_back()
    {
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(1e100), y = x * 1e-310 * 1e300;
        Assert.Equal(1e-10, tape.Gradient(y, x), 1e-22);
        Assert.Equal(1e-310, tape.Gradient(x * 1e-310, x));

        using ScalarTape<float> single = new();
        Scalar<float> w = single.Variable(-90);
        Assert.Equal(1e10f * MathF.Exp(-90), single.Gradient(Scalar<float>.Exp(w) * 1e10f, w));
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

    // Among other tapes' resets, of which some take the place where the tape was found quickly.
    [Fact]
    public void A_tape_is_found_among_many()
    {
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(2), y = tape.Variable(3), product = x * y;
        int resets = 2 * ScalarMarks.Slots;
        Thread thread = new(() =>
        {
            using ScalarTape<double> other = new();
            for (int i = 0; i < resets; i++)
                other.Reset();
        });
        thread.Start();
        thread.Join();
        product *= y;
        using (ScalarTape<double> inner = new())
        {
            for (int i = 0; i < resets; i++)
                inner.Reset();
            Scalar<double> z = inner.Variable(5), w = inner.Variable(7);
            Assert.Equal(7, inner.Gradient(z * w, z));
        }

        product *= x;
        Assert.Equal([2 * 2 * 9, 2 * 4 * 3], tape.Gradient(product, x, y));
    }

    // Where the stack is far from where the tape was made, there and back.
    [Fact]
    public void A_tape_is_used_deep_in_the_stack()
    {
        using ScalarTape<double> tape = new(1);
        Scalar<double> x = tape.Variable(2), y = tape.Variable(3), sum = x + y;
        for (int depth = 0; depth < 40; depth += 10)
            sum = Deep(depth) + (x * y);
        Assert.Equal([(3 * 2 * 2 * 3) + 3, (2 * 2 * 2) + 2], tape.Gradient(sum, x, y));

        Scalar<double> Deep(int depth)
        {
            Span<byte> frame = stackalloc byte[1 << 14];
            frame.Fill(1);
            return depth == 0 ? x * x * x * y : Deep(depth - 1);
        }
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
