namespace AutoDiff.Rnn;

/// <summary>How many biases a cell adds to its gates.</summary>
public enum Biases
{
    /// <summary>None.</summary>
    None,

    /// <summary>One, beside the input's product.</summary>
    One,

    /// <summary>
    /// One beside the input's product and one beside the state's, as in PyTorch. Their sum is what counts; each is updated as the single
    /// one would be, so that the sum learns twice as fast.
    /// </summary>
    Two,
}
