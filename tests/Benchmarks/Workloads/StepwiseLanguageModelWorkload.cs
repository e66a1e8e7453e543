using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// The recurrent language model of first courses, s' = tanh(U x + W s) and softmax(V s), written out step by step.
internal sealed class StepwiseLanguageModelWorkload : IWorkload
{
    private const int Vocabulary = 2000, Hidden = 50, Steps = 20;

    private readonly Tape<float> _tape = new();
    private readonly ElmanCell<float> _cell = new(Vocabulary, Hidden, new RandomStream(0), biases: Biases.None);
    private readonly Linear<float> _output = new(Hidden, Vocabulary, new RandomStream(1), bias: false);
    private readonly Parameter<float>[] _parameters;
    private readonly Sgd<float> _optimizer;
    private readonly bool _outputAtOnce;
    private readonly int[] _words = CounterHash.Integers(1, Steps, Vocabulary);
    private readonly int[] _targets = CounterHash.Integers(2, Steps, Vocabulary);

    private StepwiseLanguageModelWorkload(bool outputAtOnce)
    {
        _outputAtOnce = outputAtOnce;
        Initial.Fill(_cell, 10, 0.1f);
        Initial.Fill(_output, 12, 0.1f);
        _parameters = Initial.Parameters(_cell, _output);
        _optimizer = new Sgd<float>(_parameters, 0.05);
    }

    public static Case StepByStep { get; } =
        new("rnnlm", "recurrent language model, vocabulary 2,000, hidden 50, batch 1, T 20, step by step, SGD", () => new StepwiseLanguageModelWorkload(outputAtOnce: false)) { Unit = "token", Units = Steps, Goal = 15 };

    public static Case OutputAtOnce { get; } =
        new("rnnlm-batched", "the same with the output layer of all steps at once", () => new StepwiseLanguageModelWorkload(outputAtOnce: true)) { Unit = "token", Units = Steps, Goal = 5 };

    public double Step()
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<float> loss = _outputAtOnce ? LossOfAll() : LossOfEach();
        _tape.Backward(loss);
        _optimizer.Step();
        return loss.Item();
    }

    public void Dispose() => _tape.Dispose();

    private Variable<float> LossOfEach()
    {
        HiddenState<float> state = _cell.InitialState(_tape, 1);
        Variable<float> loss = default;
        for (int t = 0; t < Steps; t++)
        {
            Variable<float> features = _cell.Advance(_cell.ProjectOneHot(_tape, _words.AsSpan(t, 1)), in state, out state);
            Variable<float> surprise = Losses.SoftmaxCrossEntropy(_output.Forward(features), _targets.AsSpan(t, 1), LossReduction.Sum);
            loss = t == 0 ? surprise : loss + surprise;
        }

        return loss / Steps;
    }

    private Variable<float> LossOfAll()
    {
        HiddenState<float> state = _cell.InitialState(_tape, 1);
        Variable<float> projected = Reshape(_cell.ProjectOneHot(_tape, _words), new Shape(Steps, 1, Hidden));
        Variable<float> features = _cell.UnrollProjected(projected, in state, out _);
        return Losses.SoftmaxCrossEntropy(_output.Forward(features), _targets, LossReduction.Mean);
    }
}
