using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// An LSTM written from operations on vectors of eight, as its equations stand in a paper, with a loss at every step: no cell, no layer.
internal sealed class OpsLstmWorkload : IWorkload
{
    private const int Hidden = 8, Steps = 100, Gates = 4;

    private readonly Tape<float> _tape = new();
    private readonly Parameter<float>[] _inputWeights = Make(10, new Shape(Hidden, Hidden));
    private readonly Parameter<float>[] _recurrentWeights = Make(20, new Shape(Hidden, Hidden));
    private readonly Parameter<float>[] _biases = Make(30, new Shape(Hidden));
    private readonly Parameter<float>[] _parameters;
    private readonly float[] _zeros = new float[Hidden], _inputs = CounterHash.Uniform(1, Steps * Hidden), _targets = CounterHash.Uniform(2, Steps * Hidden);
    private readonly Variable<float>[] _w = new Variable<float>[Gates], _u = new Variable<float>[Gates], _b = new Variable<float>[Gates];

    private OpsLstmWorkload() => _parameters = [.. _inputWeights, .. _recurrentWeights, .. _biases];

    public static Case Case { get; } = new(
        "lstm-ops8", $"LSTM of hidden {Hidden}, T {Steps}, batch 1, written from operations on vectors, value and gradient",
        () => new OpsLstmWorkload())
    {
        Unit = "time step",
        Units = Steps,
        Goal = 60,
    };

    public double Step()
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<float> loss = Loss();
        _tape.Backward(loss);
        return loss.Item();
    }

    public double Probe() => GradientClipping.GlobalNorm(_parameters);

    public void Dispose() => _tape.Dispose();

    private static Parameter<float>[] Make(int stream, Shape shape)
    {
        List<Parameter<float>> made = [];
        for (int gate = 0; gate < Gates; gate++)
            made.Add(new Parameter<float>("weights", shape, CounterHash.Uniform(stream + gate, shape.Count, 0.35f)));
        return [.. made];
    }

    private Variable<float> Loss()
    {
        for (int gate = 0; gate < Gates; gate++)
            (_w[gate], _u[gate], _b[gate]) = (_tape.Use(_inputWeights[gate]), _tape.Use(_recurrentWeights[gate]), _tape.Use(_biases[gate]));
        Variable<float> h = At(_zeros, 0), c = h, loss = default;
        for (int t = 0; t < Steps; t++)
        {
            Variable<float> x = At(_inputs, t);
            c = (Sigmoid(Gate(1, x, h)) * c) + (Sigmoid(Gate(0, x, h)) * Tanh(Gate(2, x, h)));
            h = Sigmoid(Gate(3, x, h)) * Tanh(c);
            Variable<float> difference = h - At(_targets, t), sum = Sum(difference * difference);
            loss = t == 0 ? sum : loss + sum;
        }

        return loss;
    }

    private Variable<float> Gate(int gate, Variable<float> x, Variable<float> h) => MatMul(_w[gate], x) + MatMul(_u[gate], h) + _b[gate];

    private Variable<float> At(float[] values, int t) => _tape.Constant(values.AsSpan(t * Hidden, Hidden), new Shape(Hidden));
}
