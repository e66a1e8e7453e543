using System;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// The product of a perceptron's whole Hessian with a vector; its multiple is that of a gradient, not of a loss.
internal sealed class HvpWorkload : IForwardWorkload
{
    private const int Batch = 64;
    private static readonly int[] Sizes = [784, 256, 128, 10];

    private readonly Tape<float> _tape = new();
    private readonly Linear<float>[] _layers = new Linear<float>[Sizes.Length - 1];
    private readonly Parameter<float>[] _parameters;
    private readonly Parameter<float>[] _direction;
    private readonly Variable<float>[] _weights, _tangents, _product;
    private readonly float[] _images = CounterHash.Uniform(1, Batch * Sizes[0]);
    private readonly int[] _labels = CounterHash.Integers(2, Batch, Sizes[^1]);
    private double _norm;

    private HvpWorkload()
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new Linear<float>(Sizes[i], Sizes[i + 1], new RandomStream(0));
            Initial.Fill(_layers[i], 10 + (2 * i), 0.05f);
        }

        _parameters = Initial.Parameters(_layers);
        _direction = new Parameter<float>[_parameters.Length];
        for (int i = 0; i < _direction.Length; i++)
            _direction[i] = new Parameter<float>("direction", _parameters[i].Shape, CounterHash.Uniform(30 + i, _parameters[i].Shape.Count));
        _weights = new Variable<float>[_parameters.Length];
        _tangents = new Variable<float>[_parameters.Length];
        _product = new Variable<float>[_parameters.Length];
    }

    public static Case Case { get; } = new(
        "hvp", "perceptron 784-256-128-10 with tanh, batch 64: its Hessian times a vector; multiple of a gradient", () => new HvpWorkload())
    {
        Unit = "sample",
        Units = Batch,
        Goal = 1,
    };

    public double Step()
    {
        Variable<float> loss = Loss();
        for (int i = 0; i < _tangents.Length; i++)
            _tangents[i] = Detach(_tape.Use(_direction[i]));
        _tape.Hvp(loss, _weights, _tangents, _product);
        _norm = 0;
        foreach (float element in _product[^1].Values)
            _norm += (double)element * element;
        return loss.Item();
    }

    public double Probe() => Math.Sqrt(_norm);

    public void Forward() => _tape.Gradient(Loss(), _weights, _product);

    public void ForwardAndGradient() => Step();

    public void Dispose() => _tape.Dispose();

    private Variable<float> Loss()
    {
        _tape.Reset();
        Variable<float> x = _tape.Constant(_images, new Shape(Batch, Sizes[0]));
        for (int i = 0; i < _weights.Length; i++)
            _weights[i] = _tape.Use(_parameters[i]);
        x = Tanh(_layers[0].Forward(x));
        x = Tanh(_layers[1].Forward(x));
        return Losses.SoftmaxCrossEntropy(_layers[2].Forward(x), _labels, LossReduction.Mean);
    }
}
