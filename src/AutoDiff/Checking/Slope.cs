using System;

namespace AutoDiff.Checking;

// How an exact slope compares with finite differences of a function of one number, at 0.
internal readonly record struct Slope(SlopeVerdict Verdict, double Numeric, double Error)
{
    private const int Shrinkings = 3;
    private const double Shrink = 16;

    // Central differences of fourth order; where they disagree, again with smaller steps, since a kink may lie nearby.
    // What still disagrees is wrong, unless the function has a kink right here: then every slope between the two one-sided
    // ones is a right answer, and others are not judged.
    // `magnitude` is that of the numbers that go into the function: where all cancels in the result, their rounding is left.
    public static Slope Compare(double analytic, Func<double, double> along, double step, double tolerance, double epsilon, double magnitude)
    {
        double numeric = double.NaN, error = double.PositiveInfinity, here = along(0);
        for (int i = 0; i < Shrinkings; i++, step /= Shrink)
        {
            double up = along(step), down = along(-step), up2 = along(2 * step), down2 = along(-2 * step);
            double size = Math.Max(Math.Max(Math.Abs(up), Math.Abs(down)), Math.Max(Math.Abs(up2), Math.Abs(down2)));
            if (!double.IsFinite(size))
                continue;
            numeric = ((8 * (up - down)) - (up2 - down2)) / (12 * step);
            double noise = epsilon * ((64 * size) + (8 * magnitude)) / step;
            error = RelativeError(analytic, numeric, noise / tolerance);
            if (Math.Abs(analytic - numeric) <= (tolerance * Math.Max(Math.Abs(analytic), Math.Abs(numeric))) + noise)
                return new(SlopeVerdict.Agrees, numeric, error);
            if (i < Shrinkings - 1)
                continue;

            // A jump right here is seen where the nearer and the farther points tell different stories.
            double right = (up - here) / step, left = (here - down) / step, gap = Math.Abs(right - left), near = (up - down) / (2 * step);
            bool kink = gap > (4 * noise) + (1e-3 * Math.Max(Math.Abs(right), Math.Abs(left)))
                || Math.Abs(near - numeric) > (4 * noise) + (1e-3 * Math.Max(Math.Abs(near), Math.Abs(numeric)));
            if (!kink)
                return new(SlopeVerdict.Differs, numeric, error);
            bool between = analytic >= Math.Min(left, right) - (tolerance * gap) - noise && analytic <= Math.Max(left, right) + (tolerance * gap) + noise;
            return new(between ? SlopeVerdict.Agrees : SlopeVerdict.Kink, numeric, error);
        }

        return new(SlopeVerdict.OutOfDomain, numeric, error);
    }

    // The difference relative to the larger of both, or to the floor below which nothing can be resolved.
    private static double RelativeError(double analytic, double numeric, double floor) =>
        analytic.Equals(numeric) ? 0 : Math.Abs(analytic - numeric) / Math.Max(Math.Max(Math.Abs(analytic), Math.Abs(numeric)), floor);
}
