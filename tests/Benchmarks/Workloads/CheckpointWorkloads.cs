using System.Collections.Generic;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Benchmarks.Workloads;

// An LSTM over a thousand steps with everything kept, in a twentieth of that memory, and with every second block's record kept; a
// simple recurrent layer over a hundred thousand.
internal static class CheckpointWorkloads
{
    private const int Inputs = 16, Batch = 16;

    public static IReadOnlyList<Case> Cases { get; } =
    [
        Lstm("checkpoint-none", "everything kept", Checkpointing.None),
        Lstm("checkpoint-states", "63 states, blocks of 16 steps", Checkpointing.States(63, 16)),
        Lstm("checkpoint-records", "16 of 32 records of blocks of 32 steps", Checkpointing.Records(16, 32)),
        Lstm("checkpoint-steps", "44 records of single steps", Checkpointing.Records(44)),
        Long("checkpoint-long", Checkpointing.States(317, 316)),
    ];

    // In turns with the same where everything is kept: at most 1.4 times its time is a ratio of 0.71.
    private static Case Lstm(string name, string how, Checkpointing checkpointing) => new(
        name, $"LSTM, hidden 128, batch {Batch}, gradient through all of T 1,000, {how}",
        () => OverLstm(name, checkpointing))
    {
        Unit = "time step",
        Units = 1_000,
        OpenPeers = _ => checkpointing == Checkpointing.None ? [] : [new WorkloadPeer("all kept", () => OverLstm("all kept", Checkpointing.None))],
    };

    private static CheckpointWorkload<LstmState<float>> OverLstm(string name, Checkpointing checkpointing) =>
        new(name, new LstmCell<float>(Inputs, 128, new RandomStream(0)), 1_000, Batch, checkpointing);

    private static Case Long(string name, Checkpointing checkpointing) => new(
        name, $"recurrent layer, hidden 64, batch {Batch}, gradient through all of T 100,000, states between blocks of 316 steps",
        () => new CheckpointWorkload<HiddenState<float>>(name, new ElmanCell<float>(Inputs, 64, new RandomStream(0)), 100_000, Batch, checkpointing))
    {
        Unit = "time step",
        Units = 100_000,
        OpenPeers = static _ => [],
    };
}
