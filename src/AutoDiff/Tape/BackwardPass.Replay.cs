using System.Linq;
using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff;

// A sweep over a graph that stays: the first writes down what it does, the others do that and decide nothing.
internal sealed partial class BackwardPass<T>
{
    // A program whose rules are being run again: they open what they opened then.
    private FlatProgram<T>? _opened;

    // What the sweep that is running writes down; its operations then stay on the tape, and its memory stays taken.
    public FlatProgram<T>? Program { get; private set; }

    // A rule looks at numbers.
    public void NoteRead() => Program?.NoteRead();

    // The ordinary sweep, and a plan that repeats it; null where a rule depends on numbers.
    public SweepPlan<T>? IntoParametersWithPlan(Variable<T> root)
    {
        GradientState[] before = States();
        FlatProgram<T> program = Program = new FlatProgram<T>();
        try
        {
            IntoParameters([root], []);
        }
        finally
        {
            Program = null;
        }

        return program.IsFlat ? new SweepPlan<T>(program, before, States(), tape.Pushes) : null;
    }

    // The same again, with the numbers that are there now.
    public void IntoParameters(SweepPlan<T> plan)
    {
        bool recording = tape.Recording;
        int claimed = 0;
        bool isDone = false;
        Arena<T>.Position memory = tape.Arena.Mark;
        try
        {
            Claim(nameof(Tape<>.Backward), ref claimed);
            tape.BeginSweep(leads: null, recording: false, ofOperations: false);
            _opened = plan.Program;
            plan.Program.Run(tape);
            isDone = true;
        }
        finally
        {
            _opened = null;
            if (claimed == tape.UsedParameters.Length)
            {
                Recycler.Clear();
                tape.EndSweep(recording);
                SetGradients(plan, isDone);
            }

            tape.Pushes = plan.Pushes;
            tape.Arena.Release(memory);
            for (int i = 0; i < claimed; i++)
                tape.UsedParameters[i].Parameter.Unclaim();
        }
    }

    // What a failed sweep has added cannot be told from what was there.
    private void SetGradients(SweepPlan<T> plan, bool isDone)
    {
        for (int i = 0; i < tape.UsedParameters.Length; i++)
        {
            Parameter<T> parameter = tape.UsedParameters[i].Parameter;
            if (isDone)
                parameter.HasGradient = plan.LeavesGradient(i);
            else
                parameter.ClearGradient();
        }
    }

    private GradientState[] States() => [.. tape.UsedParameters.ToArray().Select(used => GradientState.Of(used.Parameter))];

    // Forgets what a rule recorded. Where it is written down it stays, and only what was taken for it is free again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Forget(in TapeMark before)
    {
        if (Program is null)
            tape.Truncate(in before);
        else
            tape.Settle(in before);
    }
}
