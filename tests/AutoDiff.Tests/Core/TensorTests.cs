using System.Buffers;
using System.Linq;
using System.Numerics.Tensors;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// Values cross the border in the platform's own tensors.
public sealed class TensorTests
{
    [Fact]
    public void A_tensor_comes_in_and_a_gradient_goes_out()
    {
        Tensor<double> matrix = Tensor.Create([1.0, 2, 3, 4, 5, 6], [2, 3]);
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(matrix.AsReadOnlyTensorSpan());
        Assert.Equal(new Shape(2, 3), x.Shape);
        ReadOnlyTensorSpan<double> gradient = tape.Gradient(Sum(x * x), x).AsTensor();
        Assert.Equal([2, 3], gradient.Lengths.ToArray().Select(length => (int)length));
        Assert.Equal(10, gradient[1, 1]);
    }

    // A tensor that is a part of another has gaps between its rows.
    [Fact]
    public void A_part_of_a_tensor_comes_in_without_its_gaps()
    {
        Tensor<float> matrix = Tensor.Create([1f, 2, 3, 4, 5, 6], [2, 3]);
        using Tape<float> tape = new();
        Variable<float> part = tape.Constant(matrix.AsReadOnlyTensorSpan().Slice(new NRange(0, 2), new NRange(1, 3)));
        Assert.Equal(new Shape(2, 2), part.Shape);
        Assert.Equal([2f, 3, 5, 6], part.ToArray());
        Assert.False(part.IsActive);
    }

    [Fact]
    public void A_value_is_looked_at_where_it_lies()
    {
        Parameter<double> parameter = new("w", new Shape(2, 2), [1, 2, 3, 4]);
        parameter.Write()[3] = 7;
        Assert.Equal(7, parameter.AsTensor()[1, 1]);
        using Tape<double> tape = new();
        ReadOnlyTensorSpan<double> scalar = tape.Constant(3.0).AsTensor();
        Assert.Equal(1, scalar.FlattenedLength);
    }
}
