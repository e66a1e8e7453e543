using System;
using System.Linq;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Adbench;

// The logarithm of a Gaussian mixture's likelihood with a Wishart prior. Each component k has a weight alpha, a mean mu and the
// factor Q of its inverse covariance: lower triangular, the exponentials of q on the diagonal, l below it, column by column.
// Source: Šrajer, Kukelova and Fitzgibbon, "A benchmark of selected algorithmic differentiation tools on some problems in computer
// vision and machine learning" (2018), section 4.1; the prior's sign as in their programs.
internal sealed class GaussianMixture
{
    private readonly int[] _triangle;
    private readonly double[] _transposedPoints;

    private GaussianMixture(int dimensions, int components, int count, double[] points)
    {
        (Dimensions, Components, Count, Points) = (dimensions, components, count, points);
        _transposedPoints = [.. Enumerable.Range(0, dimensions).SelectMany(axis => Enumerable.Range(0, count).Select(point => points[(point * dimensions) + axis]))];
        _triangle = Triangle(dimensions);
    }

    public int Dimensions { get; }

    public int Components { get; }

    public int Count { get; }

    // Numbers in one component's factor.
    public int FactorLength => Dimensions * (Dimensions + 1) / 2;

    public required double[] Alpha { get; init; }

    public required double[] Means { get; init; }

    public required double[] Factors { get; init; }

    public double[] Points { get; }

    public double Gamma { get; init; } = 1;

    public int M { get; init; }

    // Weights, means, factors, one after the other.
    public double[] Parameters => [.. Alpha, .. Means, .. Factors];

    public static GaussianMixture Read(string path)
    {
        Fields fields = new(path);
        int dimensions = fields.Whole(), components = fields.Whole(), count = fields.Whole();
        double[] alpha = fields.Numbers(components), means = fields.Numbers(components * dimensions), factors = fields.Numbers(components * dimensions * (dimensions + 1) / 2);
        return new(dimensions, components, count, fields.Numbers(count * dimensions))
        {
            Alpha = alpha,
            Means = means,
            Factors = factors,
            Gamma = fields.Number(),
            M = fields.Whole(),
        };
    }

    // The published recipe: everything normal but the means, which are uniform.
    public static GaussianMixture Random(int dimensions, int components, int count, int seed)
    {
        Random random = new(seed);
        return new(dimensions, components, count, Normal(count * dimensions))
        {
            Alpha = Normal(components),
            Means = [.. Enumerable.Range(0, components * dimensions).Select(_ => random.NextDouble())],
            Factors = Normal(components * dimensions * (dimensions + 1) / 2),
        };

        double[] Normal(int length) => [.. Enumerable.Range(0, length).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()))];
    }

    // On tensors: all points and components at once, the points along the last axis. The factors become one matrix [K * D, D], so that one
    // product transforms every point for every component: Q (x - mu) = Q x - Q mu.
    public Variable<double> Objective(Variable<double> alpha, Variable<double> means, Variable<double> factors)
    {
        Tape<double> tape = alpha.Tape;
        Variable<double> q = Slice(factors, 1, 0, Dimensions), l = Slice(factors, 1, Dimensions, FactorLength - Dimensions), scale = Exp(q), logScale = Sum(q, 1);
        Variable<double> numbers = Concatenate(1, tape.Fill(0, new(Components, 1)), scale, l);
        Variable<double> matrices = Reshape(Transpose(Gather(Transpose(numbers), _triangle)), new(Components, Dimensions, Dimensions));
        Variable<double> centres = Sum(matrices * Reshape(means, new(Components, 1, Dimensions)), 2);
        Variable<double> images = MatMul(Reshape(matrices, new(Components * Dimensions, Dimensions)), tape.Constant(_transposedPoints, new(Dimensions, Count)));
        Variable<double> distances = images - Reshape(centres, new(Components * Dimensions, 1));
        Variable<double> squares = Sum(Reshape(Square(distances), new(Components, Dimensions, Count)), 1);
        Variable<double> likelihood = Sum(LogSumExp(Reshape(alpha + logScale, new(Components, 1)) - (0.5 * squares), 0));
        Variable<double> prior = (0.5 * Gamma * Gamma * (Sum(Square(scale)) + Sum(Square(l)))) - (M * Sum(logScale));
        return likelihood - (Count * LogSumExp(alpha)) + prior + Constant();
    }

    // The same in loops, of any numbers.
    public T Objective<T>(ReadOnlySpan<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> alpha = parameters[..Components], means = parameters.Slice(Components, Components * Dimensions), factors = parameters[(Components * (1 + Dimensions))..];
        T half = T.CreateChecked(0.5), prior = T.Zero, sum = T.Zero;
        T[] scale = new T[Components * Dimensions], offset = new T[Components], terms = new T[Components], difference = new T[Dimensions], image = new T[Dimensions];
        for (int k = 0; k < Components; k++)
        {
            ReadOnlySpan<T> factor = factors.Slice(k * FactorLength, FactorLength);
            T logScale = T.Zero, squares = T.Zero;
            for (int i = 0; i < FactorLength; i++)
            {
                T number = factor[i];
                if (i < Dimensions)
                {
                    logScale += number;
                    number = scale[(k * Dimensions) + i] = T.Exp(number);
                }

                squares += number * number;
            }

            offset[k] = alpha[k] + logScale;
            prior += (T.CreateChecked(0.5 * Gamma * Gamma) * squares) - (T.CreateChecked(M) * logScale);
        }

        for (int point = 0; point < Count; point++)
        {
            for (int k = 0; k < Components; k++)
            {
                ReadOnlySpan<T> factor = factors.Slice(k * FactorLength, FactorLength);
                for (int i = 0; i < Dimensions; i++)
                {
                    difference[i] = T.CreateChecked(Points[(point * Dimensions) + i]) - means[(k * Dimensions) + i];
                    image[i] = scale[(k * Dimensions) + i] * difference[i];
                }

                int next = Dimensions;
                for (int column = 0; column < Dimensions; column++)
                {
                    for (int row = column + 1; row < Dimensions; row++)
                        image[row] = T.MultiplyAddEstimate(factor[next++], difference[column], image[row]);
                }

                T squares = image[0] * image[0];
                for (int i = 1; i < Dimensions; i++)
                    squares = T.MultiplyAddEstimate(image[i], image[i], squares);
                terms[k] = offset[k] - (half * squares);
            }

            sum += LogSum(terms);
        }

        return sum - (T.CreateChecked(Count) * LogSum(alpha)) + prior + T.CreateChecked(Constant());
    }

    private static T LogSum<T>(ReadOnlySpan<T> terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T largest = terms[0], sum = T.Zero;
        foreach (T term in terms)
            largest = T.Max(largest, term);
        foreach (T term in terms)
            sum += T.Exp(term - largest);
        return T.Log(sum) + largest;
    }

    // Where element (row, column) of a factor stands among zero, q and l.
    private static int[] Triangle(int dimensions)
    {
        int[] places = new int[dimensions * dimensions];
        int next = dimensions + 1;
        for (int column = 0; column < dimensions; column++)
        {
            places[(column * dimensions) + column] = 1 + column;
            for (int row = column + 1; row < dimensions; row++)
                places[(row * dimensions) + column] = next++;
        }

        return places;
    }

    // What depends on no parameter: the Gaussians' and the Wishart distributions' normalisers.
    private double Constant()
    {
        int n = Dimensions + M + 1;
        double logGamma = 0.25 * Dimensions * (Dimensions - 1) * Math.Log(Math.PI);
        for (int i = 0; i < Dimensions; i++)
            logGamma += LogGammaOfHalf(n - i);
        double wishart = (n * Dimensions * (Math.Log(Gamma) - (0.5 * Math.Log(2)))) - logGamma;
        return (-0.5 * Count * Dimensions * Math.Log(Math.Tau)) - (Components * wishart);
    }

    // log Γ(n/2), by the recurrence Γ(x + 1) = x Γ(x) from Γ(1/2) = sqrt(pi) or Γ(1) = 1.
    private static double LogGammaOfHalf(int n)
    {
        double sum = n % 2 == 0 ? 0 : 0.5 * Math.Log(Math.PI);
        for (int i = n - 2; i > 0; i -= 2)
            sum += Math.Log(0.5 * i);
        return sum;
    }
}
