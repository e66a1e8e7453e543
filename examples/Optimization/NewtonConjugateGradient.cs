using System;

namespace AutoDiff.Examples.Optimization;

/// <summary>
/// Newton's method with the linear system solved by conjugate gradients, as well as is worth it: roughly far from the minimum, ever better
/// near it. The Hessian is only multiplied with vectors.
/// </summary>
/// <remarks>Source: Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 7.1.</remarks>
public sealed class NewtonConjugateGradient : IMethod
{
    /// <inheritdoc/>
    public string Name => "Newton-CG";

    /// <inheritdoc/>
    public double[] Direction(Point at)
    {
        double[] z = new double[at.X.Length], r = at.Gradient.ToArray(), d = Vectors.Negative(r);
        double square = Vectors.Dot(r, r), norm = Math.Sqrt(square), enough = Math.Min(0.5, Math.Sqrt(norm)) * norm;
        for (int i = 0; i < 2 * z.Length && Math.Sqrt(square) > enough; i++)
        {
            double[] product = at.HessianTimes(d);
            double curvature = Vectors.Dot(d, product);

            // Where the function bends down there is no minimum of the model: go with what there is.
            if (curvature <= 0)
                return i == 0 ? d : z;
            double length = square / curvature;
            Vectors.Add(z, length, d);
            Vectors.Add(r, length, product);
            double next = Vectors.Dot(r, r), share = next / square;
            for (int k = 0; k < d.Length; k++)
                d[k] = (share * d[k]) - r[k];
            square = next;
        }

        return z;
    }
}
