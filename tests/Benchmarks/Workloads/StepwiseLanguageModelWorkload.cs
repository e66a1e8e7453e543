using AutoDiff.Benchmarks.Comparison;
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
    private readonly Observed<int> _words = new("words"), _targets = new("targets");
    private readonly Replay<float>? _replay;

    private StepwiseLanguageModelWorkload(bool outputAtOnce, bool replays = false)
    {
        _words.Set(CounterHash.Integers(1, Steps, Vocabulary));
        _targets.Set(CounterHash.Integers(2, Steps, Vocabulary));
        _replay = replays ? new Replay<float>(tape => outputAtOnce ? LossOfAll(tape) : LossOfEach(tape), _words, _targets) : null;
        _outputAtOnce = outputAtOnce;
        Initial.Fill(_cell, 10, 0.1f);
        Initial.Fill(_output, 12, 0.1f);
        _parameters = Initial.Parameters(_cell, _output);
        _optimizer = new Sgd<float>(_parameters, 0.05);
    }

    private static double Products => Flops.Linear(Steps, Hidden, Hidden) + Flops.Linear(Steps, Hidden, Vocabulary);

    public static Case StepByStep { get; } =
        new("rnnlm", "recurrent language model, vocabulary 2,000, hidden 50, batch 1, T 20, step by step, SGD", () => new StepwiseLanguageModelWorkload(outputAtOnce: false))
        {
            Unit = "token",
            Units = Steps,
            Goal = 15,
            Flops = Products,
        };

    public static Case OutputAtOnce { get; } =
        new("rnnlm-batched", "the same with the output layer of all steps at once", () => new StepwiseLanguageModelWorkload(outputAtOnce: true))
        {
            Unit = "token",
            Units = Steps,
            Goal = 5,
            Flops = Products,
        };

    public static Case Replayed { get; } = new(
        "rnnlm-replay", "rnnlm replayed, against recording every step", () => new StepwiseLanguageModelWorkload(outputAtOnce: false, replays: true))
    {
        Unit = "token",
        Units = Steps,
        OpenPeers = _ => [new WorkloadPeer("recorded", () => new StepwiseLanguageModelWorkload(outputAtOnce: false))],
        Goal = 2,
        Flops = Products,
    };

    public double Step()
    {
        _parameters.ClearGradients();
        Variable<float> loss = _replay is null ? Recorded() : _replay.Backward();
        _optimizer.Step();
        return loss.Item();
    }

    public void Dispose()
    {
        _replay?.Dispose();
        _tape.Dispose();
    }

    private Variable<float> Recorded()
    {
        _tape.Reset();
        Variable<float> loss = _outputAtOnce ? LossOfAll(_tape) : LossOfEach(_tape);
        _tape.Backward(loss);
        return loss;
    }

    private Variable<float> LossOfEach(Tape<float> tape)
    {
        HiddenState<float> state = _cell.InitialState(tape, 1);
        Variable<float> loss = default;
        for (int t = 0; t < Steps; t++)
        {
            Variable<float> features = _cell.Advance(_cell.ProjectOneHot(tape, _words.Values.Slice(t, 1)), in state, out state);
            Variable<float> surprise = Losses.SoftmaxCrossEntropy(_output.Forward(features), _targets.Values.Slice(t, 1), LossReduction.Sum);
            loss = t == 0 ? surprise : loss + surprise;
        }

        return loss / Steps;
    }

    private Variable<float> LossOfAll(Tape<float> tape)
    {
        HiddenState<float> state = _cell.InitialState(tape, 1);
        Variable<float> projected = Reshape(_cell.ProjectOneHot(tape, _words.Values), new Shape(Steps, 1, Hidden));
        Variable<float> features = _cell.UnrollProjected(projected, in state, out _);
        return Losses.SoftmaxCrossEntropy(_output.Forward(features), _targets.Values, LossReduction.Mean);
    }
}
