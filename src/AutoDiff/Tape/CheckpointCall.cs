namespace AutoDiff;

// What a checkpoint's entry knows: where the function is kept, how many inputs it is given (the first of the entry's; the others it reads
// on its own), how many results it sets, how many of these are new values, which stand behind the entry, how many operations it records, and how
// many values, behind the entry's inputs, it reads where nothing is differentiated.
internal readonly record struct CheckpointCall(int Function, int Inputs, int Results, int Outputs, int Operations, int Held);
