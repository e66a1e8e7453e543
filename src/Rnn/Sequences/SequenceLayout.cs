namespace AutoDiff.Rnn;

/// <summary>Which axis of a sequence comes first.</summary>
public enum SequenceLayout
{
    /// <summary><c>[time, batch, ...]</c>: a step's rows lie together, as the cells read them.</summary>
    TimeFirst,

    /// <summary><c>[batch, time, ...]</c>: a row's steps lie together.</summary>
    BatchFirst,
}
