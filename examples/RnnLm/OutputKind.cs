namespace AutoDiff.Examples.RnnLm;

/// <summary>What turns states into the probabilities of words.</summary>
public enum OutputKind
{
    /// <summary>The coursework's softmax over all words.</summary>
    Full,

    /// <summary>A softmax over the most frequent quarter of the words and a cluster of the others, which has a quarter of the state's features.</summary>
    Adaptive,

    /// <summary>The softmax over all words, trained on the targets and candidates, a quarter of the words in number.</summary>
    Sampled,
}
