using System;

namespace AutoDiff.Checking;

// How an exact slope compares with finite differences of a function of one number, at 0.
internal readonly record struct Slope(SlopeVerdict Verdict, double Numeric, double Error)
{
    private const int Shrinkings = 4;
    private const double Shrink = 16;

    // How near differences must have come to the slope that they approach.
    private const double Near = 1e-3;

    // Central differences of fourth order; where they disagree, again with smaller steps, since a kink may lie nearby.
    // What still disagrees is wrong, unless the function has a kink right here: then every slope between the two one-sided
    // ones is a right answer, and others are not judged.
    // `reach` is the inputs' own magnitude on this way, `scale` that of the numbers that go into the function: where all cancels in the result, their
    // rounding is left. Where the function is curved, as at a minimum, the rounding of the inputs is a rounding of the slope.
    public static Slope Compare(double analytic, Func<double, double> along, double reach, double tolerance, double epsilon, double scale)
    {
        Slope found = new(SlopeVerdict.OutOfDomain, double.NaN, double.PositiveInfinity);
        double offset = double.NaN, here = along(0), step = reach * Math.Pow(epsilon, 0.25);
        bool approaches = false;
        for (int i = 0; i < Shrinkings && double.IsFinite(here); i++, step /= Shrink)
        {
            double up = along(step), down = along(-step), up2 = along(2 * step), down2 = along(-2 * step);
            double size = Math.Max(Math.Max(Math.Abs(up), Math.Abs(down)), Math.Max(Math.Abs(up2), Math.Abs(down2)));
            if (!double.IsFinite(size))
                continue;

            // Nearer points tell nothing where their rounding is as large as what there is to explain.
            double curvature = Math.Abs(up - (2 * here) + down) / (step * step);
            double noise = epsilon * ((((64 * size) + (8 * scale)) / step) + (64 * curvature * reach));
            if (noise >= Math.Abs(analytic - found.Numeric))
                break;
            double numeric = ((8 * (up - down)) - (up2 - down2)) / (12 * step), error = RelativeError(analytic, numeric, noise / tolerance);
            if (Math.Abs(analytic - numeric) <= (tolerance * Math.Max(Math.Abs(analytic), Math.Abs(numeric))) + noise)
                return new(SlopeVerdict.Agrees, numeric, error);
            bool settled = Math.Abs(numeric - found.Numeric) <= 0.1 * Math.Abs(analytic - numeric);
            approaches = Math.Abs(analytic - numeric) <= Math.Min(Math.Abs(analytic - found.Numeric) / 8, Near * Math.Abs(analytic));
            OneSided sides = new((here - down) / step, (up - here) / step, (here - down2) / (2 * step), (up2 - here) / (2 * step));
            SlopeVerdict verdict = sides.Judge(analytic, numeric, noise, tolerance, settled, ref offset);
            if (settled)
                return found with { Verdict = verdict };
            found = new(verdict, numeric, error);
        }

        // Where the slope itself has a kink, differences come nearer by as much as the step is smaller, and no faster.
        return approaches ? found with { Verdict = SlopeVerdict.Agrees } : found;
    }

    // The difference relative to the larger of both, or to the floor below which nothing can be resolved.
    private static double RelativeError(double analytic, double numeric, double floor) =>
        analytic.Equals(numeric) ? 0 : Math.Abs(analytic - numeric) / Math.Max(Math.Max(Math.Abs(analytic), Math.Abs(numeric)), floor);
}
