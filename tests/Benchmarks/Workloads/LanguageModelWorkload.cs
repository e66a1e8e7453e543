using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Benchmarks.Workloads;

// A language model trained chunk by chunk with its state carried: every step reads the same chunk again.
internal sealed class LanguageModelWorkload<TState> : IWorkload
    where TState : struct, IState<TState, float>
{
    private readonly LanguageModel<float, TState> _model;
    private readonly LanguageSequence<float, TState> _sequence;
    private readonly TruncatedBackprop<float, StackState<float, TState>> _backprop = new(Truncation.None, LossReduction.Mean);
    private readonly CarriedState<float, StackState<float, TState>> _state = new();
    private readonly Optimizer<float> _optimizer;
    private readonly Action<IReadOnlyList<Parameter<float>>> _clip;

    public LanguageModelWorkload(
        LanguageModel<float, TState> model,
        int steps,
        int rows,
        Func<IReadOnlyList<Parameter<float>>, Optimizer<float>> optimizer,
        Action<IReadOnlyList<Parameter<float>>> clip)
    {
        int[] inputs = CounterHash.Integers(1, steps * rows, model.Vocabulary), targets = CounterHash.Integers(2, steps * rows, model.Vocabulary);
        _model = model;
        _sequence = new(model) { Chunk = new StreamChunk(inputs, targets, steps, rows, inputs.Length) };
        _optimizer = optimizer(model.Parameters);
        _clip = clip;
    }

    public double Step()
    {
        _model.ClearGradients();
        double loss = _backprop.Accumulate(_sequence, _state);
        _clip(_model.Parameters);
        _optimizer.Step();
        return loss;
    }

    public void Dispose() => _backprop.Dispose();
}
