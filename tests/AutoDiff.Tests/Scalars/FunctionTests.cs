using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace AutoDiff.Tests.Scalars;

// Every function of every number type against its slope in closed form, and the modes and orders against each other.
public sealed class FunctionTests
{
    public static TheoryData<string> UnaryNames => [.. Unary.All.Select(row => row.Name)];

    public static TheoryData<string> BinaryNames => [.. Binary.All.Select(row => row.Name)];

    [Fact]
    public void Every_function_of_one_and_two_numbers_is_in_the_tables()
    {
        Has<Dual<double>>();
        Has<MultiDual<double>>();
        Has<Scalar<double>>();

        static void Has<T>()
        {
            Assert.Equal(Unary.All.Select(row => row.Name).Order(), Methods.Functions<T>(1));
            Assert.Equal(Binary.All.Select(row => row.Name).Order(), Methods.Functions<T>(2));
        }
    }

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Slopes_of_one_number_are_the_closed_form(string name)
    {
        Unary row = Unary.Of(name);
        foreach (double x in row.Points)
        {
            double slope = row.Slope(x), plain = Plain(name, x);
            Dual<double> y = row.For<Dual<double>>()(new(x, 1));
            Near(slope, y.Tangent, row.Tolerance, name, x);
            Assert.Equal(plain, y.Value);
            Near(slope, Derivative.Gradient(v => row.For<Scalar<double>>()(v[0]), x)[0], row.Tolerance, name, x);
            Near(slope, row.For<Dual<float>>()(new((float)x, 1)).Tangent, Math.Max(row.Tolerance, 1e-4), name, x);
            using ScalarTape<float> tape = new();
            Scalar<float> variable = tape.Variable((float)x), z = row.For<Scalar<float>>()(variable);
            Assert.Equal(z.IsConstant ? 0 : tape.Gradient(z, variable), row.For<Dual<float>>()(new((float)x, 1)).Tangent);
        }
    }

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Values_differ_by_the_slope_times_a_small_step(string name)
    {
        Unary row = Unary.Of(name);
        const double H = 1e-5;
        foreach (double x in row.Points.Where(x => row.AllOrders && x != 0))
            Near((Plain(name, x + H) - Plain(name, x - H)) / (2 * H), row.Slope(x), 1e-6, name, x);
    }

    // The slope of a closed form's slope, by central differences of the closed form; then twice more, from each nesting of the modes.
    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Second_and_third_orders_agree_in_every_nesting(string name)
    {
        Unary row = Unary.Of(name);
        if (!row.AllOrders)
            return;
        const double H = 1e-4;
        foreach (double x in row.Points)
        {
            double second = Second(name, x);
            if (x != 0)
                Near((row.Slope(x + H) - row.Slope(x - H)) / (2 * H), second, 1e-5, name, x);
            Near(second, Derivative.Gradient(v => row.For<Scalar<Dual<double>>>()(v[0]), new Dual<double>(x, 1))[0].Tangent, 1e-12, name, x);
            Near(second, Derivative.Gradient(u => Derivative.Gradient(v => row.For<Scalar<Scalar<double>>>()(v[0]), u[0])[0], x)[0], 1e-12, name, x);
            Near(second, Derivative.Gradient(u => row.For<Dual<Scalar<double>>>()(new(u[0], 1)).Tangent, x)[0], 1e-12, name, x);
            double third = row.For<Dual<Dual<Dual<double>>>>()(new(new(new(x, 1), 1), new(new(1)))).Tangent.Tangent.Tangent;
            if (x != 0)
                Near((Second(name, x + H) - Second(name, x - H)) / (2 * H), third, 1e-5, name, x);
            Near(third, Derivative.Gradient(v => row.For<Scalar<Dual<Dual<double>>>>()(v[0]), new Dual<Dual<double>>(new(x, 1), 1))[0].Tangent.Tangent, 1e-11, name, x);
        }
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Slopes_of_two_numbers_are_the_closed_forms(string name)
    {
        Binary row = Binary.Of(name);
        foreach ((double x, double y) in row.Points)
        {
            double dx = row.Dx(x, y), dy = row.Dy(x, y);
            Func<Dual<double>, Dual<double>, Dual<double>> dual = row.For<Dual<double>>();
            Near(row.Value(x, y), dual(x, y).Value, 1e-15, name, x);
            Near(dx, dual(new(x, 1), y).Tangent, 1e-13, name, x);
            Near(dy, dual(x, new(y, 1)).Tangent, 1e-13, name, x);
            Near((0.3 * dx) - (1.1 * dy), dual(new(x, 0.3), new(y, -1.1)).Tangent, 1e-13, name, x);
            Func<Scalar<double>, Scalar<double>, Scalar<double>> scalar = row.For<Scalar<double>>();
            double[] both = Derivative.Gradient(v => scalar(v[0], v[1]), x, y);
            Near(dx, both[0], 1e-13, name, x);
            Near(dy, both[1], 1e-13, name, x);
            Near(dx, Derivative.Gradient(v => scalar(v[0], y), x)[0], 1e-13, name, x);
            Near(dy, Derivative.Gradient(v => scalar(x, v[0]), y)[0], 1e-13, name, x);
            Near(dx + dy, Derivative.Gradient<double>(v => scalar(v[0] + x, v[0] + y), 0)[0], 1e-13, name, x);
            Assert.True(scalar(x, y).IsConstant);
        }
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Hessians_are_symmetric_and_agree_with_differences_of_the_closed_form(string name)
    {
        Binary row = Binary.Of(name);
        const double H = 1e-5;
        foreach ((double x, double y) in row.Points.Where(point => point.X != point.Y))
        {
            double[][] hessian = Derivative.Hessian(v => row.For<Scalar<Dual<double>>>()(v[0], v[1]), x, y);
            Near(hessian[0][1], hessian[1][0], 1e-12, name, x);
            Near((row.Dx(x + H, y) - row.Dx(x - H, y)) / (2 * H), hessian[0][0], 1e-6, name, x);
            Near((row.Dx(x, y + H) - row.Dx(x, y - H)) / (2 * H), hessian[0][1], 1e-6, name, x);
            Near((row.Dy(x, y + H) - row.Dy(x, y - H)) / (2 * H), hessian[1][1], 1e-6, name, x);
        }
    }

    [Fact]
    public void Functions_with_whole_number_arguments()
    {
        foreach ((int n, double x) in new[] { (1, 0.0), (2, 3.0), (3, -2.5), (4, 1.7), (-1, 2.0), (5, -0.3) })
        {
            double slope = n == 1 ? 1 : Math.Pow(Math.Abs(x), (1.0 / n) - 1) / n;
            Near(slope, Derivative.Of(v => Dual<double>.RootN(v, n), x), 1e-13, nameof(double.RootN), x);
            Near(slope, Derivative.Gradient(v => Scalar<double>.RootN(v[0], n), x)[0], 1e-13, nameof(double.RootN), x);
            Near(Math.Pow(2, n), Derivative.Of(v => Dual<double>.ScaleB(v, n), x), 0, nameof(double.ScaleB), x);
        }

        Assert.Equal(0, Derivative.Of(v => Dual<double>.Round(v, 2), 1.234));
        Assert.Equal(0, Derivative.Of(v => Dual<double>.Round(v, 2, MidpointRounding.AwayFromZero), 1.234));
        Assert.Equal(1.23, Dual<double>.Round(1.234, 2).Value);
        Assert.Equal(2, Dual<double>.Round(1.5, MidpointRounding.AwayFromZero).Value);
    }

    [Fact]
    public void Sine_and_cosine_at_once()
    {
        (Dual<double> sin, Dual<double> cos) = Dual<double>.SinCos(new(0.7, 1));
        Assert.Equal((Math.Sin(0.7), Math.Cos(0.7), Math.Cos(0.7), -Math.Sin(0.7)), (sin.Value, sin.Tangent, cos.Value, cos.Tangent));
        (sin, cos) = Dual<double>.SinCosPi(new(0.2, 1));
        Assert.Equal([double.Pi * double.CosPi(0.2), -double.Pi * double.SinPi(0.2)], new[] { sin.Tangent, cos.Tangent });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Products_with_a_term_have_three_slopes(bool fused)
    {
        const double A = 1.3, B = -0.7, C = 2.2;
        double[] gradient = Derivative.Gradient(v => MultiplyAdd(v[0], v[1], v[2], fused), A, B, C);
        Assert.Equal([B, A, 1], gradient);
        Assert.Equal(B + (2 * A) + 3, MultiplyAdd<Dual<double>>(new(A, 1), new(B, 2), new(C, 3), fused).Tangent);

        // Each of the seven mixtures of variables and constants.
        for (int mixture = 1; mixture < 8; mixture++)
        {
            using ScalarTape<double> tape = new();
            Scalar<double>[] variables = tape.Variables(A, B, C);
            Scalar<double> y = MultiplyAdd((mixture & 1) != 0 ? variables[0] : A, (mixture & 2) != 0 ? variables[1] : B, (mixture & 4) != 0 ? variables[2] : C, fused);
            Assert.Equal([(mixture & 1) != 0 ? B : 0, (mixture & 2) != 0 ? A : 0, (mixture & 4) != 0 ? 1 : 0], tape.Gradient(y, variables));
        }
    }

    private static T MultiplyAdd<T>(T a, T b, T c, bool fused)
        where T : IFloatingPointIeee754<T> => fused ? T.FusedMultiplyAdd(a, b, c) : T.MultiplyAddEstimate(a, b, c);

    private static double Second(string name, double x) => Derivative.Second(Unary.Named<Dual<Dual<double>>>(name), x);

    // The same of plain numbers, which a constant computes with.
    private static double Plain(string name, double x) => name switch
    {
        "op_UnaryPlus" => x,
        "op_UnaryNegation" => -x,
        "op_Increment" => x + 1,
        "op_Decrement" => x - 1,
        _ => Unary.Named<double>(name)(x),
    };

    private static void Near(double expected, double actual, double tolerance, string name, double x) =>
        Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{name} at {x}: expected {expected:R}, got {actual:R}");
}
