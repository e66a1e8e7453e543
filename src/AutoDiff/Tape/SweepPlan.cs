using System.Numerics;

namespace AutoDiff;

// A sweep that is repeated: what it does, and the state of the parameters' gradients that it begins and ends with.
internal sealed class SweepPlan<T>(FlatProgram<T> program, GradientState[] before, GradientState[] after, long pushes)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public FlatProgram<T> Program => program;

    public long Pushes => pushes;

    // Whether gradients are as they were: what is added to, and what is overwritten, depends on it.
    public bool Fits(Tape<T> tape)
    {
        for (int i = 0; i < before.Length; i++)
        {
            if (GradientState.Of(tape.UsedParameters[i].Parameter) != before[i])
                return false;
        }

        return true;
    }

    public bool LeavesGradient(int parameter) => after[parameter].Exists;
}

// Whether a parameter has a gradient, and whether that is kept in rows.
internal readonly record struct GradientState(bool Exists, bool InRows)
{
    public static GradientState Of<T>(Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T> => new(parameter.HasGradient, parameter.HasRowGradient);
}
