namespace AutoDiff;

/// <summary>
/// The operations on variables, one room each: the file that holds a part of this class holds all that concerns the
/// operation. Meant for <c>using static AutoDiff.Ops;</c>, so that models read as formulas.
/// </summary>
public static partial class Ops
{
}
