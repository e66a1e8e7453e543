namespace AutoDiff.Tests.Core;

// What a test sees of a reverse rule at work.
internal readonly record struct VjpAction(Tape<double> Tape, Variable<double> Input, Variable<double> Cotangent);
