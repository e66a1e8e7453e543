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
        int wanted = tape.Leads(a, b);
        if (wanted == 0)
            return taken;
        PointwisePlan<T>? plan = entry.Dispatcher!.PlanFor(wanted);
        return plan is { Count: 1 } && !taken && TryHandOn(in plan.First, index, a, b) || SpendByPlan(plan, wanted, index, taken, a, b);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool SpendByPlan(PointwisePlan<T>? plan, int wanted, int index, bool taken, int a, int b)
    {
        if (plan is null)
        {
            // One variable in both places would not show which of the two a step means.
            return Spend(index, taken, learn: a == b ? -1 : wanted);
        }

        if (plan.Count < 0)
            return Spend(index, taken);
        ref Entry<T> entry = ref tape.EntryAt(index);
        Block own = _cotangents[index].Block;
        int length = entry.Shape.Count, last = plan.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            ref readonly PointwisePlan<T>.Step step = ref plan[i];
            ref Cotangent target = ref TargetAt(step.Input == 0 ? a : b);
            bool takeOver = i == last && !taken && target.Block.IsNone && step.ReadsCotangent;
            if (takeOver)
                target.Block = own;
            bool accumulate = Open(ref target, length);
            taken |= takeOver;
            if (step.Operation is not null)
                Map(step.Operation, BlockOf(step.A, own, in entry, a, b), BlockOf(step.B, own, in entry, a, b), target.Block, length, accumulate);
            else if (!takeOver)
                Add(own, target.Block, length, accumulate);
        }

        _pushes += plan.Count;
        return taken;
    }

    // Along a chain the only input that wants a gradient has none yet: it gets the one that is spent, and its memory. The same as the loop above, without its questions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryHandOn(ref readonly PointwisePlan<T>.Step only, int index, int a, int b)
    {
        ref Cotangent target = ref _cotangents[only.Input == 0 ? a : b];
        if (!only.ReadsCotangent || !target.IsUntouched)
            return false;
        ref Entry<T> entry = ref tape.EntryAt(index);
        Block own = _cotangents[index].Block;
        target.Block = own;
        target.Filled = true;
        _pushes++;
        if (only.Operation is not null)
            Map(only.Operation, BlockOf(only.A, own, in entry, a, b), BlockOf(only.B, own, in entry, a, b), own, entry.Shape.Count, accumulate: false);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Map(Dispatcher<T> operation, Block a, Block b, Block target, int length, bool accumulate)
    {
        Program?.Map(operation, a, b, target, length, accumulate);
        operation.Map(tape.Arena, a, b, target, length, accumulate);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Add(Block source, Block target, int length, bool accumulate)
    {
        Program?.Add(source, target, length, accumulate);
        Elementwise.Map<T, IdentityFunction<T>>(tape.Arena.Span(source, length), tape.Arena.Span(target, length), accumulate);
    }

    // Where what a plan's step names stands.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Block BlockOf(int name, Block own, in Entry<T> entry, int a, int b)
    {
        if (name >= 0)
            return tape.EntryAt(name == 0 ? a : b).Value;
        return name == PointwisePlan<T>.Cotangent ? own : name == PointwisePlan<T>.Result ? entry.Value : Block.None;
    }
}
