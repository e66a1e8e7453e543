namespace AutoDiff.Examples.NumberPrediction;

/// <summary>The kind of model.</summary>
public enum ModelKind
{
    /// <summary>The coursework's: sigmoid, one-hot words, no biases; plain gradient descent.</summary>
    Elman,

    /// <summary>An LSTM with embedded words and dropout; Adam.</summary>
    Lstm,
}
