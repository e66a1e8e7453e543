namespace AutoDiff;

// How far a tape's lists of what operations carry had come when the value of a number was next to be recorded.
internal readonly record struct LogMark(int Number, int AttributeBytes, int Indices, int Boxes);
