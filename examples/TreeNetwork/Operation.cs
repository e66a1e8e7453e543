namespace AutoDiff.Examples.TreeNetwork;

/// <summary>Two formulas and a sign.</summary>
/// <param name="Sign">Which of <see cref="Formula.Signs"/>, by place.</param>
/// <param name="Left">The one formula.</param>
/// <param name="Right">The other; subtraction tells them apart.</param>
/// <param name="Value">What it comes to.</param>
public sealed record Operation(int Sign, Formula Left, Formula Right, int Value) : Formula(Value, Left.Leaves + Right.Leaves)
{
    /// <summary>Computes the value.</summary>
    /// <param name="sign">Which of <see cref="Formula.Signs"/>, by place.</param>
    /// <param name="left">The one formula.</param>
    /// <param name="right">The other.</param>
    /// <param name="modulus">Values are 0 to one less than this.</param>
    public static Operation Of(int sign, Formula left, Formula right, int modulus) => new(sign, left, right, Signs[sign] switch
    {
        '+' => (left.Value + right.Value) % modulus,
        '-' => (left.Value - right.Value + modulus) % modulus,
        _ => left.Value * right.Value % modulus,
    });

    /// <inheritdoc/>
    public override string ToString() => $"({Left} {Signs[Sign]} {Right})";
}
