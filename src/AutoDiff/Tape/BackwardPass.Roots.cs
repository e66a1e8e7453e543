using System;
using AutoDiff.Storage;

namespace AutoDiff;

// From what a sweep is asked for to what it leaves: gradients in parameters, or on the tape.
internal sealed partial class BackwardPass<T>
{
    // Adds the gradients of the roots into the parameters they depend on.
    public void IntoParameters(ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents)
    {
        const string Operation = nameof(Tape<>.Backward);
        int end = CheckRoots(tape, Operation, roots, cotangents);
        Arena<T>.Position memory = tape.Arena.Mark;
        int claimed = 0;
        try
        {
            Claim(Operation, ref claimed);
            Prepare(end);
            foreach (UsedParameter<T> used in tape.UsedParameters)
            {
                if (used.Index < end)
                    _cotangents[used.Index] = used.Retained is null ? CotangentOf(used.Parameter) : CotangentOfRetained(used.Parameter);
            }

            SweepOrForget(roots, cotangents, end, tape.Arena.Mark);
            foreach (UsedParameter<T> used in tape.UsedParameters)
            {
                if (used.Index < end && used.Retained is null)
                    used.Parameter.HasGradient = _cotangents[used.Index].Filled;
            }

            AddRetained(Operation, end);
        }
        finally
        {
            if (Program is null)
                tape.Arena.Release(memory);
            for (int i = 0; i < claimed; i++)
            {
                if (tape.UsedParameters[i].Retained is null)
                    tape.UsedParameters[i].Parameter.Unclaim();
            }
        }
    }

    // Puts the gradients of the roots with respect to the wanted entries on the tape; says where each one is.
    public void IntoResults(
        string operation,
        ReadOnlySpan<Variable<T>> roots,
        ReadOnlySpan<Variable<T>> cotangents,
        ReadOnlySpan<int> wanted,
        Span<int> results,
        bool[] leads,
        Unconnected unconnected)
    {
        int end = CheckRoots(tape, operation, roots, cotangents);
        TapeMark before = tape.Mark;
        Arena<T>.Position memory = tape.Arena.Mark;
        for (int i = 0; i < wanted.Length; i++)
        {
            Shape shape = tape.EntryAt(wanted[i]).Shape;
            results[i] = tape.AppendValue(in shape, tape.Arena.Allocate(shape.Count));
        }

        Arena<T>.Position mark = tape.Arena.Mark;
        Prepare(end);
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] < end)
                _cotangents[wanted[i]] = new Cotangent { Block = tape.EntryAt(results[i]).Value, Kept = true };
        }

        try
        {
            Sweep(roots, cotangents, end, leads, mark);
            for (int i = 0; i < wanted.Length; i++)
                Finish(operation, roots, wanted[i], results[i], end, unconnected);
        }
        catch
        {
            tape.Truncate(before);
            tape.Arena.Release(memory);
            throw;
        }
    }

    // The sweep's end: one past the last root. Refuses roots that cannot be differentiated.
    internal static int CheckRoots(Tape<T> tape, string operation, ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents)
    {
        if (roots.IsEmpty)
            throw TapeErrors.NoRoot(operation);
        if (!cotangents.IsEmpty && cotangents.Length != roots.Length)
            throw TapeErrors.CountsDiffer(operation, "roots", roots.Length, "cotangents", cotangents.Length);
        int end = 0;
        for (int i = 0; i < roots.Length; i++)
        {
            int root = tape.Own(roots[i], operation);
            Shape shape = tape.EntryAt(root).Shape;
            if (cotangents.IsEmpty && shape.Count != 1)
                throw TapeErrors.NotScalar(operation, shape);
            if (!cotangents.IsEmpty)
            {
                Shape given = tape.EntryAt(tape.Own(cotangents[i], operation)).Shape;
                if (given != shape)
                    throw TapeErrors.CotangentShape(operation, shape, given);
            }

            if (!tape.EntryAt(root).Is(EntryFlags.Active))
                throw TapeErrors.NotActive(operation, roots[i].ToString());
            end = Math.Max(end, root + 1);
        }

        return end;
    }

    // What a failed sweep has added cannot be told from what was there.
    private void SweepOrForget(ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents, int end, Arena<T>.Position mark)
    {
        try
        {
            Sweep(roots, cotangents, end, leads: null, mark);
        }
        catch
        {
            foreach ((Parameter<T> parameter, _, int index) in tape.UsedParameters)
            {
                if (index < end)
                    parameter.ClearGradient();
            }

            throw;
        }
    }

    private void Claim(string operation, ref int claimed)
    {
        foreach (UsedParameter<T> used in tape.UsedParameters)
        {
            Parameter<T> parameter = used.Parameter;
            if (used.Retained is null && parameter.Version != used.Version)
                throw tape.ParameterChanged(operation, in used);
            if (used.Retained is null && !parameter.TryClaim())
                throw TapeErrors.ParameterBusy(operation, parameter.Name);
            claimed++;
        }
    }

    private void Finish(string operation, ReadOnlySpan<Variable<T>> roots, int wanted, int result, int end, Unconnected unconnected)
    {
        Span<T> values = tape.ValuesAt(result);
        if (wanted >= end || !_cotangents[wanted].Filled)
        {
            if (unconnected == Unconnected.Refuse && !Reach.AnyDependsOn(tape, roots, wanted))
                throw TapeErrors.DoesNotDepend(operation, roots[0].ToString(), tape.HandleOf(wanted).ToString());
            values.Clear();
        }
        else if (_cotangents[wanted].Block != tape.EntryAt(result).Value)
        {
            // Asked for twice: the sweep filled the block of the last one.
            tape.Arena.Span(_cotangents[wanted].Block, values.Length).CopyTo(values);
        }
    }
}
