using System;
using System.Linq;
using AutoDiff.Tests.Core;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

// A recorded derivative as a linear map.
public sealed class LinearizationTests
{
    [Fact]
    public void Products_with_a_hessian_are_those_of_hvp_and_leave_nothing_behind()
    {
        using Tape<double> tape = new();
        Variable<double> w = tape.Variable([0.3, -0.2, 0.5, 0.7, -0.4, 0.1], new Shape(2, 3)), b = tape.Variable([0.2, -1, 0.4], new Shape(3)), alone = tape.Variable(2);
        Variable<double> loss = Sum(Square(Tanh(MatMul(tape.Constant([1, 2, -1, 0.5], new Shape(2, 2)), w) + b))) + (alone * 3);
        double[] vector = [1, -1, 0.5, 2, 0.3, -0.7, 0.25, 3, -2, 5], product = new double[10];
        Variable<double>[] parts = [tape.Constant(vector.AsSpan(0, 6), w.Shape), tape.Constant(vector.AsSpan(6, 3), b.Shape), tape.Constant(5)];
        double[] expected = [.. tape.Hvp(loss, [w, b, alone], parts).SelectMany(part => part.ToArray())];
        Linearization<double> hessian = tape.HessianProduct(loss, w, b, alone);
        Assert.Equal((10, 10), (hessian.Inputs, hessian.Outputs));
        long least = long.MaxValue;
        TapeCounters before = default;
        for (int i = 0; i < 20; i++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            hessian.Times(vector, product);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - allocated);
            Assert.Equal(expected, product, new Nearly(1e-14));
            if (i == 0)
                before = tape.Counters;
        }

        Assert.Equal(0, least);
        Assert.Equal(before, tape.Counters);

        // What is recorded afterwards is not disturbed.
        Variable<double> more = Sum(Exp(b));
        hessian.Times(vector, product);
        Assert.Equal(expected, product, new Nearly(1e-14));
        Assert.Equal(Math.Exp(0.2) + Math.Exp(-1) + Math.Exp(0.4), more.Item(), 1e-14);
    }

    [Fact]
    public void Products_with_a_jacobian()
    {
        using Tape<float> tape = new();
        Variable<float> x = tape.Variable([1, 2, 3], new Shape(3)), y = x * x, z = Sum(x), other = tape.Constant([4, 5], new Shape(2));
        Linearization<float> map = tape.Linearize([y, other, z], [x]);
        float[] product = new float[6];
        map.Times([1, 10, 100], product);
        Assert.Equal([2, 40, 600, 0, 0, 111], product);
    }

    [Fact]
    public void Errors()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), loss = Sum(Square(x));
        Linearization<double> hessian = tape.HessianProduct(loss, x);
        Assert.Throws<ArgumentException>(() => tape.HessianProduct(x, x));
        tape.Reset();
        Assert.StartsWith("Linearization: ", Assert.Throws<TapeException>(() => hessian.Times(new double[2], new double[2])).Message, StringComparison.Ordinal);
    }
}
