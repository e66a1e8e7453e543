namespace AutoDiff;

/// <summary>How a Jacobian is computed.</summary>
public enum JacobianMode
{
    /// <summary>Forward where there are fewer inputs than results, else reverse.</summary>
    Automatic,

    /// <summary>A tangent for every element of the input, all in one batched forward walk.</summary>
    Forward,

    /// <summary>A cotangent for every element of the result, all in one batched reverse walk.</summary>
    Reverse,
}
