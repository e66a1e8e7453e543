namespace AutoDiff;

// The ends of a tape's lists: what was appended after them can be forgotten at once.
internal readonly record struct TapeMark(int Entries, int Inputs, int AttributeBytes, int Indices, int Boxes);
