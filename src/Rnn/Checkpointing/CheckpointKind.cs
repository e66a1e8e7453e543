namespace AutoDiff.Rnn;

// The ways of checkpointing.
internal enum CheckpointKind
{
    None,
    Budget,
    States,
    Records,
}
