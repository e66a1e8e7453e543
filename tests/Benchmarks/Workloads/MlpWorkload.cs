using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// A perceptron of three layers on images of 28 by 28.
internal sealed class MlpWorkload<T> : IForwardWorkload
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Batch = 64;
    private static readonly int[] Sizes = [784, 256, 128, 10];

    private readonly Tape<T> _tape = new();
    private readonly Linear<T>[] _layers = new Linear<T>[Sizes.Length - 1];
    private readonly Parameter<T>[] _parameters;
    private readonly Sgd<T> _optimizer;
    private readonly T[] _images = CounterHash.Uniform<T>(1, Batch * Sizes[0]);
    private readonly int[] _labels = CounterHash.Integers(2, Batch, Sizes[^1]);

    private MlpWorkload()
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new Linear<T>(Sizes[i], Sizes[i + 1], new RandomStream(0));
            Initial.Fill(_layers[i], 10 + (2 * i), 0.05f);
        }

        _parameters = Initial.Parameters(_layers);
        _optimizer = new Sgd<T>(_parameters, 0.1);
    }

    public static Case Case(string name, string summary) => new(name, summary, () => new MlpWorkload<T>())
    {
        Unit = "sample",
        Units = Batch,
        Goal = typeof(T) == typeof(float) ? 1.6 : 0,
        Flops = Flops.Linear(Batch, Sizes[0], Sizes[1], inputGradient: false) + Flops.Linear(Batch, Sizes[1], Sizes[2]) + Flops.Linear(Batch, Sizes[2], Sizes[3]),
        IsDouble = typeof(T) == typeof(double),
    };

    public double Step()
    {
        double loss = Gradient();
        _optimizer.Step();
        return loss;
    }

    public void Forward()
    {
        _tape.Reset();
        using NoGradientScope<T> forward = _tape.NoGradient();
        Loss();
    }

    public void ForwardAndGradient() => Gradient();

    public void Dispose() => _tape.Dispose();

    private double Gradient()
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<T> loss = Loss();
        _tape.Backward(loss);
        return double.CreateTruncating(loss.Item());
    }

    private Variable<T> Loss()
    {
        Variable<T> x = _tape.Constant(_images, new Shape(Batch, Sizes[0]));
        x = Relu(_layers[0].Forward(x));
        x = Relu(_layers[1].Forward(x));
        return Losses.SoftmaxCrossEntropy(_layers[2].Forward(x), _labels, LossReduction.Mean);
    }
}
