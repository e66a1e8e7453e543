namespace AutoDiff;

// Why a step was recorded instead of replayed. The sentence is only made when somebody asks for it.
internal readonly record struct ReplayObstacle(ReplayObstacleKind Kind, string Subject = "", int Number = 0, int Other = 0)
{
    public override string ToString() => Kind switch
    {
        ReplayObstacleKind.First => "the step has been recorded once; it is replayed when two recordings in a row agree",
        ReplayObstacleKind.Asked => "a recording was asked for, to be compared",
        ReplayObstacleKind.Counts => $"observed counts are new: {Subject} has {Number} numbers",
        ReplayObstacleKind.Failed => "the last run failed",
        ReplayObstacleKind.TapeChanged => "the replay's tape was reset or severed, or its parameters were retained",
        ReplayObstacleKind.Looked => $"the step looks at the numbers of {Subject}, and may decide by them; choose with Where instead of if, and read results after the run",
        ReplayObstacleKind.NotGiven => $"observed {Subject} was not given to an operation; give Values or slices of it, not a copy",
        ReplayObstacleKind.Unchecked => $"observed {Subject} was given to an operation that looks at whole numbers only when it is recorded",
        ReplayObstacleKind.Computed => $"{Subject} was computed by a derivative that was not recorded; ask for the gradient of a recorded one",
        ReplayObstacleKind.Checkpoint => $"{Subject} is a checkpoint, whose function is run again in the backward pass",
        ReplayObstacleKind.Sketched => $"{Subject} was only sketched for a map",
        ReplayObstacleKind.Retained => $"parameter {Subject} was retained while the step was recorded",
        ReplayObstacleKind.Length => $"another graph: {Number} values, {Other} in the recording before",
        ReplayObstacleKind.Graph => $"another graph: {Subject} is computed in another way than in the recording before",
        ReplayObstacleKind.Attributes => $"{Subject} has other attributes than in the recording before, as with a random key or a number of the program's",
        ReplayObstacleKind.Constant => $"{Subject} has other numbers than in the recording before, but is not observed",
        ReplayObstacleKind.Numbers => "an operation was given other whole numbers than in the recording before, and they are not observed",
        ReplayObstacleKind.Object => "an operation carries another object than in the recording before, as a function made anew in each step",
        _ => "",
    };
}

internal enum ReplayObstacleKind
{
    None,
    First,
    Asked,
    Counts,
    Failed,
    TapeChanged,
    Looked,
    NotGiven,
    Unchecked,
    Computed,
    Checkpoint,
    Sketched,
    Retained,
    Length,
    Graph,
    Attributes,
    Constant,
    Numbers,
    Object,
}
