namespace AutoDiff.Examples.NumberPrediction;

/// <summary>How to train one kind of model.</summary>
public sealed record Settings
{
    /// <summary>The coursework's model and training.</summary>
    public static Settings Elman { get; } = new() { Model = ModelKind.Elman, Hidden = 50, Epochs = 30, Batch = 100, LearningRate = 1, Anneal = 5 };

    /// <summary>An LSTM trained with Adam.</summary>
    public static Settings Lstm { get; } = new() { Model = ModelKind.Lstm, Hidden = 50, Epochs = 30, Batch = 20, LearningRate = 0.002, Dropout = 0.5 };

    /// <summary>The kind of model.</summary>
    public required ModelKind Model { get; init; }

    /// <summary>Features of the state.</summary>
    public required int Hidden { get; init; }

    /// <summary>Passes over the sentences.</summary>
    public required int Epochs { get; init; }

    /// <summary>Sentences between two updates; gradients are summed and divided by their number.</summary>
    public required int Batch { get; init; }

    /// <summary>The learning rate of the first epoch.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The rate of an epoch is that of the first times a / (a + epoch), counted from 0; 0 for a rate that stays.</summary>
    public double Anneal { get; init; }

    /// <summary>The probability of dropping an element.</summary>
    public double Dropout { get; init; }

    /// <summary>The learning rate of an epoch.</summary>
    /// <param name="epoch">Which, from 0.</param>
    public double RateIn(int epoch) => Anneal == 0 ? LearningRate : LearningRate * Anneal / (Anneal + epoch);
}
