namespace AutoDiff;

// What a rule adds: to the cotangent of which entry (-1: to the tangent being computed), and which entry holds it.
internal readonly record struct Contribution(int Target, int Value);
