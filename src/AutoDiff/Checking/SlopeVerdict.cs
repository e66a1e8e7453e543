namespace AutoDiff.Checking;

internal enum SlopeVerdict
{
    Agrees,
    Differs,

    // One-sided differences disagree and the exact slope is not between them: not judged.
    Kink,

    // The function is not finite on both sides: not judged.
    OutOfDomain,
}
