using System;

namespace AutoDiff.Checking;

// The slopes to both sides of a point, between it and the nearer and the farther neighbours.
internal readonly record struct OneSided(double Left, double Right, double FarLeft, double FarRight)
{
    // What differs less than by this share is taken for one slope.
    private const double Share = 1e-3;

    // About a slope that differs from the central one. `settled` says that nearer points did not change the central one, `offset` is how far it was
    // from the plain one with the larger step, and becomes what it is now.
    public SlopeVerdict Judge(double analytic, double central, double noise, double tolerance, bool settled, ref double offset)
    {
        double gap = Math.Abs(Right - Left), near = (Right + Left) / 2, before = offset;
        offset = Math.Abs(near - central);
        bool bent = gap > (4 * noise) + (Share * Math.Max(Math.Abs(Right), Math.Abs(Left)));
        bool uneven = offset > (4 * noise) + (Share * Math.Max(Math.Abs(near), Math.Abs(central)));
        bool between = analytic >= Math.Min(Left, Right) - (tolerance * gap) - noise && analytic <= Math.Max(Left, Right) + (tolerance * gap) + noise;

        // Nearer points halve the gap that curvature makes, but not a kink's; and what they say changes little, but not at a jump.
        bool isKink = (bent && gap > 0.75 * Math.Abs(FarRight - FarLeft)) || (uneven && !(offset <= before / 4));
        if (isKink && !between)
            return double.IsNaN(analytic) ? SlopeVerdict.Differs : SlopeVerdict.Kink;

        // A slope may have its own kink here, as that of max(x, 0)² has: then the central one goes on changing.
        return between && (isKink || ((bent || uneven) && !settled)) ? SlopeVerdict.Agrees : SlopeVerdict.Differs;
    }
}
