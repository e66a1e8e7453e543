namespace AutoDiff;

// The ends of a tape's lists: what was appended after them can be forgotten at once. Whether scratch memory was out before them.
internal readonly record struct TapeMark(int Entries, int Inputs, int AttributeBytes, int Indices, int Boxes, int Parameters, bool HasScratch);
