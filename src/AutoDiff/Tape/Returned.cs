namespace AutoDiff;

// A value that a checkpointed function has made and returned: where it stands, and where a copy of its numbers does.
internal readonly record struct Returned(int Entry, Shape Shape, bool IsActive, int Start);
