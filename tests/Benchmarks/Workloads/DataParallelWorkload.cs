using System;
using System.Linq;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using State = AutoDiff.Rnn.StackState<float, AutoDiff.Rnn.LstmState<float>>;

namespace AutoDiff.Benchmarks.Workloads;

// The character model with its batch cut into shards that are trained at the same time; beside it the undivided batch with every kernel on
// all threads. Read it with --threads 2.
internal sealed class DataParallelWorkload : IWorkload
{
    private const int Vocabulary = 65, Hidden = 128, Steps = 50, Rows = 50;

    private readonly LanguageModel<float, LstmState<float>> _model;
    private readonly DataParallel<float> _parallel;
    private readonly TruncatedBackprop<float, State>[] _trainers;
    private readonly Func<int, double> _accumulate;
    private readonly RmsProp<float> _optimizer;

    private DataParallelWorkload(int shards)
    {
        RecurrentStack<float, LstmState<float>> stack = new(
        [
            new LstmCell<float>(Vocabulary, Hidden, new RandomStream(0)),
            new LstmCell<float>(Hidden, Hidden, new RandomStream(0)),
        ]);
        Linear<float> output = new(Hidden, Vocabulary, new RandomStream(1));
        Initial.FillStack(stack.Cells, 20, 0.08f);
        Initial.Fill(output, 40, 0.08f);
        _model = new(null, stack, output);
        _optimizer = new(_model.Parameters, 2e-3, 0.95);
        _parallel = new(_model.Parameters, shards, LossReduction.Mean);
        _trainers = [.. Enumerable.Range(0, shards).Select(_ => new TruncatedBackprop<float, State>(Truncation.None, LossReduction.Mean))];
        LanguageSequence<float, LstmState<float>>[] sequences = [.. Enumerable.Range(0, shards).Select(
            shard => new LanguageSequence<float, LstmState<float>>(_model) { Chunk = Part(shard, shards) })];
        CarriedState<float, State>[] states = [.. Enumerable.Range(0, shards).Select(_ => new CarriedState<float, State>())];
        _accumulate = shard => _trainers[shard].Accumulate(sequences[shard], states[shard]);
    }

    public static Case Case { get; } =
        new("data-parallel", "character model: LSTM 2x128, vocabulary 65, T 50, batch 50 in 2 shards of 25, one a thread", static () => new DataParallelWorkload(2))
        {
            Unit = "character",
            Units = Steps * Rows,
            OpenPeers = static _ => [new WorkloadPeer("undivided", static () => new DataParallelWorkload(1))],
        };

    public double Step()
    {
        _model.ClearGradients();
        double loss = _parallel.Accumulate(_accumulate);
        GradientClipping.ByValue(_model.Parameters, 5);
        _optimizer.Step();
        return loss;
    }

    public void Dispose()
    {
        _parallel.Dispose();
        Array.ForEach(_trainers, trainer => trainer.Dispose());
    }

    // Neighbouring rows of every step.
    private static StreamChunk Part(int shard, int shards)
    {
        int rows = Rows / shards;
        int[] Own(int stream)
        {
            int[] all = CounterHash.Integers(stream, Steps * Rows, Vocabulary);
            return [.. Enumerable.Range(0, Steps).SelectMany(step => all.AsSpan((step * Rows) + (shard * rows), rows).ToArray())];
        }

        return new StreamChunk(Own(1), Own(2), Steps, rows, Steps * rows);
    }
}
