namespace AutoDiff;

// The wording of the errors of checkpoints.
internal static class CheckpointErrors
{
    public const string Operation = "Checkpoint";
    public const string Packing = "Pack";

    private const string Cure = "need a function that does the same each time: it must not depend on what changes in between. "
        + "Give it a random stream that stands where it stood, or a key.";

    public static TapeException Inside(string operation, string origin) => new(
        $"{operation}: a checkpointed function is running on the tape made at {origin}; what it records is forgotten and comes back in a derivative, so "
            + $"it may compute and take derivatives, but not add into parameters, and not reset or dispose of the tape. Call {operation} outside of it.");

    public static TapeException ValueOfStretch(string operation, int index, string origin) => new(
        $"{operation}: variable #{index} is gone: it was computed inside a checkpointed function on the tape made at {origin}, which keeps its results "
            + "only. Return it as a result.");

    public static TapeException NothingPacked(object packer) => new(
        $"{Packing}: {packer} returned nothing for the values; need what it unpacks them from.");

    public static TapeException NotSet(string operation, int result, int results) => new(
        $"{operation}: the function has not set result {result} of {results}; need a variable for each.");

    public static TapeException OfExamples() => new(
        "Checkpoint: a checkpointed function was run once, before the map, for what now differs from example to example; need it inside the mapped function, or around the map.");

    public static TapeException OfManyCotangents() => new(
        "Pullback: a checkpointed function is not followed back for many cotangents at once, since its operations are not there; "
            + "need it without the checkpoint, or one sweep for each cotangent: for windows, WindowAlgorithm.Segments.");

    public static TapeException OutputsDiffer(int before, int now) => Differs($"it returned {before} new values, now {now}");

    public static TapeException ShapeDiffers(int output, Shape before, Shape now) => Differs($"result {output} was {before}, now {now}");

    public static TapeException ValuesDiffer(int output, Shape shape) => Differs($"result {output} {shape} has other numbers");

    public static TapeException OperationsDiffer(int before, int now) => Differs($"it recorded {before} operations, now {now}");

    public static TapeException ReadsOther(string variable) => Differs($"it reads {variable}, which it did not");

    private static TapeException Differs(string how) => new($"Checkpoint: the function did something else when it was run again: {how}; {Cure}");
}
