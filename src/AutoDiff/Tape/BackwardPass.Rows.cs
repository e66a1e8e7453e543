using System.Runtime.CompilerServices;

namespace AutoDiff;

// The short way for lookups in a parameter: rows are added to rows. Whatever else is added to such a parameter finds a full gradient.
internal sealed partial class BackwardPass<T>
{
    // A parameter's cotangent is its gradient, where it lies.
    private Cotangent CotangentOf(Parameter<T> parameter) => parameter.TakesRows
        ? new Cotangent { InRows = true, Filled = parameter.HasGradient, Kept = true }
        : new Cotangent { Block = tape.Arena.Borrow(parameter.GradientArray, parameter.GradientStart), Filled = parameter.HasGradient, Kept = true };

    // Where a contribution to an entry is added up, in memory of the entry's shape.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Cotangent TargetAt(int index)
    {
        ref Cotangent target = ref _cotangents[index];
        if (target.InRows)
            LeaveRows(index);
        return ref target;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LeaveRows(int index)
    {
        Parameter<T> parameter = tape.UsedParameters[tape.EntryAt(index).Attributes].Parameter;
        parameter.LeaveRows();
        Program?.LeaveRows(tape.EntryAt(index).Attributes);
        _cotangents[index] = CotangentOf(parameter) with { InRows = false, Block = tape.Arena.Borrow(parameter.GradientArray, parameter.GradientStart) };
    }

    // Adds rows that the operation they wait for would only put in their places; says whether that could be done.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryAddRows(in Contribution contribution)
    {
        if (!contribution.AddsRows || contribution.IsStretched || !tape.EntryAt(contribution.Value).Is(EntryFlags.Deferred))
            return false;
        ref Cotangent target = ref _cotangents[contribution.Target];
        Parameter<T> parameter = tape.UsedParameters[tape.EntryAt(contribution.Target).Attributes].Parameter;
        parameter.AddRows(tape.Read(contribution.Rows), tape.ValuesAt(tape.InputOf(contribution.Value, 0)));
        Program?.AddRows(tape.EntryAt(contribution.Target).Attributes, contribution.Rows, tape.InputOf(contribution.Value, 0));
        target.Filled = true;
        return true;
    }
}
