using System;

namespace AutoDiff.Examples.GradientPenalty;

/// <summary>
/// Two clouds of points whose distance is known: eight blobs on a circle, and the same moved by an arrow. Whatever a cloud looks like, moving
/// every point along the arrow is the cheapest way to carry it there, so the Wasserstein distance is the arrow's length.
/// </summary>
/// <param name="seed">Decides the points.</param>
public sealed class Clouds(int seed)
{
    private const double Radius = 2, Deviation = 0.2;

    private readonly Random _random = new(seed);

    /// <summary>The arrow from made to real points.</summary>
    public static (double X, double Y) Arrow => (1.2, 1.6);

    /// <summary>The distance of the clouds.</summary>
    public static double Distance => Math.Sqrt((Arrow.X * Arrow.X) + (Arrow.Y * Arrow.Y));

    /// <summary>Draws points.</summary>
    /// <param name="count">How many of each cloud.</param>
    public Points Draw(int count)
    {
        double[] real = new double[2 * count], made = new double[2 * count], between = new double[2 * count];
        for (int i = 0; i < count; i++)
        {
            (real[2 * i], real[(2 * i) + 1]) = Blob(Arrow.X, Arrow.Y);
            (made[2 * i], made[(2 * i) + 1]) = Blob(0, 0);

            // Slopes are looked at anywhere on the way from a made point to a real one.
            double share = _random.NextDouble();
            for (int axis = 2 * i; axis < (2 * i) + 2; axis++)
                between[axis] = (share * real[axis]) + ((1 - share) * made[axis]);
        }

        return new Points(count, real, made, between);
    }

    private (double X, double Y) Blob(double x, double y)
    {
        double angle = Math.Tau * _random.Next(8) / 8;
        double spread = Deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())), turn = Math.Tau * _random.NextDouble();
        return (x + (Radius * Math.Cos(angle)) + (spread * Math.Cos(turn)), y + (Radius * Math.Sin(angle)) + (spread * Math.Sin(turn)));
    }
}
