using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.RnnLm;

/// <summary>Measures a model on sentences; nothing is recorded for differentiation.</summary>
/// <param name="model">The model.</param>
public sealed class Evaluator(SeedModel model) : IDisposable
{
    private readonly Tape<float> _tape = new();

    /// <summary>Measures on sentences, one at a time.</summary>
    public Evaluation Measure(IReadOnlyList<Sentence> sentences)
    {
        double loss = 0;
        long words = 0, agreeing = 0;
        foreach (Sentence sentence in sentences)
        {
            _tape.Reset();
            using NoGradientScope<float> forward = _tape.NoGradient();
            StreamChunk chunk = sentence.Chunk;
            StackState<float, HiddenState<float>> start = model.Model.Stack.InitialState(_tape, 1);
            Variable<float> states = model.Model.Features(_tape, chunk.Inputs.Span, 1, in start, out _);
            Variable<float> scores = model.Model.Output.Scores(Reshape(states, new Shape(chunk.Steps, states.Shape[2])));
            loss += Losses.SoftmaxCrossEntropy(scores, chunk.Targets.Span, LossReduction.Sum).Item();
            words += chunk.Steps;
            ReadOnlySpan<float> atVerb = scores.Values.Slice(sentence.VerbStep * model.Model.Vocabulary, model.Model.Vocabulary);
            agreeing += atVerb[sentence.Verb] > atVerb[sentence.OtherVerb] ? 1 : 0;
        }

        return new Evaluation(loss / words, (double)agreeing / sentences.Count);
    }

    /// <summary>Gives the tape's memory back.</summary>
    public void Dispose() => _tape.Dispose();
}
