using System;
using System.Runtime.CompilerServices;
using AutoDiff.Kernels;
using AutoDiff.Storage;

namespace AutoDiff;

// The short way for pointwise operations on arrays of one shape, whose rule is known from the first time it ran.
internal sealed partial class BackwardPass<T>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool SpendUniform(int index, bool taken)
    {
        ref Entry<T> entry = ref tape.EntryAt(index);
        int a = tape.InputAt(entry.FirstInput), b = entry.InputCount == 2 ? tape.InputAt(entry.FirstInput + 1) : -1;
        int wanted = (tape.Leads(a) ? 1 : 0) | (b >= 0 && tape.Leads(b) ? 2 : 0);
        if (wanted == 0)
            return taken;
        PointwisePlan<T>? plan = entry.Dispatcher!.Plans[wanted];
        if (plan is null)
        {
            // One variable in both places would not show which of the two a step means.
            return Spend(index, taken, learn: a == b ? -1 : wanted);
        }

        if (plan.Count < 0)
            return Spend(index, taken);
        int length = entry.Shape.Count, last = plan.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            ref readonly PointwisePlan<T>.Step step = ref plan[i];
            ref Cotangent target = ref TargetAt(step.Input == 0 ? a : b);
            bool takeOver = i == last && !taken && target.Block.IsNone && (step.A == PointwisePlan<T>.Cotangent || step.B == PointwisePlan<T>.Cotangent);
            Block own = _cotangents[index].Block;
            if (takeOver)
                target.Block = own;
            bool accumulate = Open(ref target, length);
            taken |= takeOver;
            if (Program is not null)
                WriteDown(in step, index, own, target.Block, accumulate, isMoved: takeOver);
            if (step.Operation is not null)
                step.Operation.Map(Operand(step.A, index, a, b, length), Operand(step.B, index, a, b, length), tape.Arena.Span(target.Block, length), accumulate);
            else if (!takeOver)
                Elementwise.Map<T, IdentityFunction<T>>(tape.Arena.Span(own, length), tape.Arena.Span(target.Block, length), accumulate);
        }

        _pushes += plan.Count;
        return taken;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteDown(in PointwisePlan<T>.Step step, int index, Block own, Block target, bool accumulate, bool isMoved)
    {
        int length = tape.EntryAt(index).Shape.Count;
        if (step.Operation is not null)
            Program!.Map(step.Operation, BlockOf(step.A, index, own), BlockOf(step.B, index, own), target, length, accumulate);
        else if (!isMoved)
            Program!.Add(own, target, length, accumulate);
    }

    private Block BlockOf(int name, int index, Block own) => name switch
    {
        PointwisePlan<T>.Cotangent => own,
        PointwisePlan<T>.Result => tape.EntryAt(index).Value,
        PointwisePlan<T>.Nothing => Block.None,
        _ => tape.EntryAt(tape.InputOf(index, name)).Value,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<T> Operand(int name, int index, int a, int b, int length) => name switch
    {
        0 => tape.Arena.Span(tape.EntryAt(a).Value, length),
        1 => tape.Arena.Span(tape.EntryAt(b).Value, length),
        PointwisePlan<T>.Cotangent => tape.Arena.Span(_cotangents[index].Block, length),
        PointwisePlan<T>.Result => tape.Arena.Span(tape.EntryAt(index).Value, length),
        _ => default,
    };
}
