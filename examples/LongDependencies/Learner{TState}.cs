using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>A learner of one kind of cell.</summary>
/// <typeparam name="TState">The cell's state.</typeparam>
public sealed class Learner<TState> : Learner
    where TState : struct, IState<TState, float>
{
    // Test sequences are of another seed than those that are trained on.
    private const ulong TestSeed = 1UL << 32;

    private readonly LongTask _task;
    private readonly Settings _settings;
    private readonly TaskSequence<TState> _training, _test;
    private readonly TruncatedBackprop<float, TState> _backprop;
    private readonly Adam<float> _optimizer;
    private readonly Tape<float> _tape = new();
    private ulong _updates;

    /// <summary>Puts the parts together.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="random">Where the answer's weights come from.</param>
    /// <param name="task">What is to be learnt.</param>
    /// <param name="policy">How far losses are followed back.</param>
    /// <param name="settings">How to train.</param>
    public Learner(ICell<float, TState> cell, RandomStream random, LongTask task, Policy policy, Settings settings)
    {
        (_task, _settings) = (task, settings);
        Linear<float> output = new(settings.Hidden, task.OutputSize, random);
        Parameters = [.. cell.Parameters, .. output.Parameters];
        _training = new TaskSequence<TState>(cell, output, task, new TaskBatch(task, settings.Batch));
        _test = new TaskSequence<TState>(cell, output, task, new TaskBatch(task, Math.Min(settings.TestSequences, 100)));
        _backprop = new TruncatedBackprop<float, TState>(policy.Truncation, LossReduction.Mean, policy.Checkpointing);
        _optimizer = new Adam<float>(Parameters, settings.LearningRate);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <inheritdoc/>
    public override long PeakBytes => _backprop.Tape.PeakBytes;

    /// <inheritdoc/>
    public override double Train()
    {
        _task.Draw((ulong)_settings.Seed, _updates++, _training.Batch);
        return _backprop.Train(_training, _optimizer, WeightUpdate.Defer, maxNorm: _settings.Clip);
    }

    /// <inheritdoc/>
    public override Evaluation Measure()
    {
        int batches = (_settings.TestSequences + _test.Batch.Rows - 1) / _test.Batch.Rows, right = 0, count = 0;
        double loss = 0;
        for (int i = 0; i < batches; i++)
        {
            _task.Draw(TestSeed + (ulong)_settings.Seed, (ulong)i, _test.Batch);
            _tape.Reset();
            using NoGradientScope<float> forward = _tape.NoGradient();
            Variable<float> answers = _test.Answers(_tape, _test.InitialState(_tape), new Segment(0, _task.FirstLoss, _task.Steps), out _);
            loss += _task.Loss(answers, _test.Batch, _task.FirstLoss).Item();
            (int someRight, int some) = _task.Judge(answers.Values, _test.Batch);
            (right, count) = (right + someRight, count + some);
        }

        return new Evaluation(loss / ((double)batches * _test.TargetCount(0, _task.Steps)), (double)right / count);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _backprop.Dispose();
        _tape.Dispose();
    }
}
