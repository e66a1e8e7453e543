namespace AutoDiff.Layers;

/// <summary>How the losses of many targets become one number.</summary>
public enum LossReduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum divided by the number of counted targets.</summary>
    Mean,
}
