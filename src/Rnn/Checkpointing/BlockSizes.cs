namespace AutoDiff.Rnn;

// What a state takes, and the record of a block: a part that every block has, and one for each of its steps; in bytes.
internal readonly record struct BlockSizes(long State, long Fixed, double PerStep)
{
    public long Record(int steps) => Fixed + (long)(PerStep * steps);
}
