using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// A perceptron of three layers on images of 28 by 28.
internal sealed class MlpWorkload : IForwardWorkload
{
    private const int Batch = 64;
    private static readonly int[] Sizes = [784, 256, 128, 10];

    private readonly Tape<float> _tape = new();
    private readonly Linear<float>[] _layers = new Linear<float>[Sizes.Length - 1];
    private readonly Parameter<float>[] _parameters;
    private readonly Sgd<float> _optimizer;
    private readonly float[] _images = CounterHash.Uniform(1, Batch * Sizes[0]);
    private readonly int[] _labels = CounterHash.Integers(2, Batch, Sizes[^1]);

    private MlpWorkload()
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new Linear<float>(Sizes[i], Sizes[i + 1], new RandomStream(0));
            Initial.Fill(_layers[i], 10 + (2 * i), 0.05f);
        }

        _parameters = Initial.Parameters(_layers);
        _optimizer = new Sgd<float>(_parameters, 0.1);
    }

    public static Case Case { get; } = new("mlp", "perceptron 784-256-128-10, batch 64, cross-entropy, SGD", () => new MlpWorkload()) { Unit = "sample", Units = Batch, Goal = 1.6 };

    public double Step()
    {
        double loss = Gradient();
        _optimizer.Step();
        return loss;
    }

    public void Forward()
    {
        _tape.Reset();
        using NoGradientScope<float> forward = _tape.NoGradient();
        Loss();
    }

    public void ForwardAndGradient() => Gradient();

    public void Dispose() => _tape.Dispose();

    private float Gradient()
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<float> loss = Loss();
        _tape.Backward(loss);
        return loss.Item();
    }

    private Variable<float> Loss()
    {
        Variable<float> x = _tape.Constant(_images, new Shape(Batch, Sizes[0]));
        x = Relu(_layers[0].Forward(x));
        x = Relu(_layers[1].Forward(x));
        return Losses.SoftmaxCrossEntropy(_layers[2].Forward(x), _labels, LossReduction.Mean);
    }
}
