namespace AutoDiff.Checking;

// Which worked cases a law speaks of.
internal enum LawScope
{
    // Calls that succeed.
    Values,

    // Calls that succeed and can be differentiated, arrays without elements included.
    Sweeps,

    // Calls that succeed and have an element to differentiate with respect to.
    Slopes,

    // The same, in double, where finite differences resolve something.
    DoubleSlopes,

    // Calls that must be refused.
    Refusals,
}
