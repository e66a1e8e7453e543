using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Operations;

/// <summary>
/// Windows, normalisations and attention against PyTorch 1.13 in double precision. Element i of input k is sin(1.7 i + k). The expected numbers are the
/// result y summed with weights cos(j), then, for each input, that sum's gradient summed with weights cos(2 i).
/// </summary>
public sealed class PyTorchTests
{
    [Fact]
    public void Convolution_along_a_line() => Agrees(
        x => Conv1d(x[0], x[1], x[2], stride: 2, padding: 1, dilation: 3, groups: 2),
        [new(2, 4, 9), new(6, 2, 2), new(6)],
        5.141932148186935, 0.39617618812908223, 3.65249904902271, 7.8019220228943);

    [Fact]
    public void Convolution_of_planes() => Agrees(
        x => Conv2d(x[0], x[1], x[2], stride: (2, 3), padding: (2, 1), dilation: (3, 2), groups: 2),
        [new(2, 4, 7, 8), new(6, 2, 2, 3), new(6)],
        5.201227810958603, 1.0743340313505805, 5.420589746694031, 0.7399644095217869);

    [Fact]
    public void Transposed_convolution_along_a_line() => Agrees(
        x => ConvTranspose1d(x[0], x[1], x[2], stride: 3, padding: 1, outputPadding: 2, dilation: 2, groups: 2),
        [new(2, 4, 3), new(4, 3, 2), new(6)],
        2.6389910079385324, 2.758410065628632, 5.675373623144795, 0.5883949644823893);

    [Fact]
    public void Transposed_convolution_of_planes() => Agrees(
        x => ConvTranspose2d(x[0], x[1], x[2], stride: (2, 3), padding: (1, 2), outputPadding: (1, 0), dilation: (3, 2), groups: 2),
        [new(2, 4, 3, 2), new(4, 3, 2, 3), new(6)],
        -7.3876394940207595, -9.377777141638436, -7.178113950677816, 0.7346011763618119);

    [Fact]
    public void Max_pooling()
    {
        Agrees(x => MaxPool2d(x[0], (3, 2), (2, 1), (1, 1)), [new(1, 2, 7, 5)], -1.6887408417735412, 2.7030211121505685);
        Agrees(x => MaxPool1d(x[0], 3, 1, 1, 2), [new(1, 2, 9)], 1.434372270036337, -0.10952892345490883);
        Agrees(x => AdaptiveMaxPool1d(x[0], 4), [new(1, 2, 7)], 1.8005230934300611, 1.6202493665425268);
    }

    [Fact]
    public void Average_pooling()
    {
        Agrees(x => AveragePool2d(x[0], (3, 2), (2, 1), (1, 1)), [new(1, 2, 7, 5)], 0.45612116731142044, -0.08364486285338163);
        Agrees(x => AveragePool2d(x[0], (3, 2), (2, 1), (1, 1), countPadding: false), [new(1, 2, 7, 5)], 0.9058739211742953, -0.25154010097677826);
        Agrees(x => AdaptiveAveragePool2d(x[0], (2, 3)), [new(1, 2, 5, 7)], 0.02362091049130438, -0.07369595870447039);
    }

    [Fact]
    public void Normalisations()
    {
        Agrees(
            x => LayerNorm(x[0], x[1], x[2], axes: 2, epsilon: 0.01),
            [new(2, 3, 4), new(3, 4), new(3, 4)],
            0.08281210174892162,
            1.8322930163592617,
            1.6031414840945017,
            0.14020504842313608);
        Agrees(x => GroupNorm(x[0], 2, x[1], x[2], 0.01), [new(2, 4, 3), new(4), new(4)], 1.0068595639839486, 1.0174115260553096, 2.296036019076635, -1.6364794050792555);
        Agrees(
            x =>
            {
                (Variable<double> mean, Variable<double> variance) = BatchStatistics(x[0]);
                return BatchNorm(x[0], mean, variance, x[1], x[2], 0.01);
            },
            [new(3, 2, 4), new(2), new(2)],
            -0.1263926695483626, -0.05458067008213549, 2.384477705950214, -1.673832159348856);
    }

    [Fact]
    public void Attention() => Agrees(
        x => ScaledDotProductAttention(x[0], x[1], x[2], x[3], causal: true, scale: 0.4),
        [new(2, 2, 3, 4), new(2, 2, 5, 4), new(2, 2, 5, 3), new(2, 1, 1, 5)],
        0.5176878357865866, -0.019367281777655822, -0.07224766525803805, 0.6119865110907442, 0.26370573204443315);

    private static void Agrees(WorkedFunction<double> function, Shape[] shapes, params double[] expected)
    {
        using Tape<double> tape = new();
        Variable<double>[] inputs = new Variable<double>[shapes.Length];
        for (int k = 0; k < inputs.Length; k++)
            inputs[k] = tape.Variable(Reference.Elements(shapes[k].Count, i => Math.Sin((1.7 * i) + k)), shapes[k]);
        Variable<double> y = function(inputs), sum = Sum(y * tape.Constant(Reference.Elements(y.Shape.Count, j => Math.Cos(j)), y.Shape));
        Assert.Equal(expected[0], sum.Item(), 1e-12);
        Variable<double>[] gradients = tape.Gradient(sum, inputs);
        for (int k = 0; k < inputs.Length; k++)
        {
            double weighted = 0;
            for (int i = 0; i < shapes[k].Count; i++)
                weighted += gradients[k].Values[i] * Math.Cos(2 * i);
            Assert.Equal(expected[1 + k], weighted, 1e-12);
        }
    }
}
