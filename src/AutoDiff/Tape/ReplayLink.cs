namespace AutoDiff;

// A run of observed numbers that came onto a tape: which, from where on and how many, and the place that they took there.
internal readonly record struct ReplayLink(int Observed, int From, int Count, int Place);
