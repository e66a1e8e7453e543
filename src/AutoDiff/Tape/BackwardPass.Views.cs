using System.Runtime.CompilerServices;
using AutoDiff.Kernels;

namespace AutoDiff;

// The short way for views: whatever the operation, its reverse rule puts a run of elements back in its place. The steps of a
// sequence come back from the last to the first, so a cotangent fills from its end, and nothing is cleared that a step will write.
internal sealed partial class BackwardPass<T>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool SpendView(int index, bool taken)
    {
        int input = tape.InputOf(index, 0);
        if (!tape.Leads(input))
            return taken;
        _pushes++;
        ref Entry<T> view = ref tape.EntryAt(index);
        ref Entry<T> whole = ref tape.EntryAt(input);
        ref Cotangent target = ref TargetAt(input);
        int start = view.Value.Offset - whole.Value.Offset, length = view.Shape.Count, all = whole.Shape.Count;
        if (length == all && target.Block.IsNone && !taken)
        {
            target.Block = _cotangents[index].Block;
            target.Filled = true;
            return true;
        }

        bool accumulate = length == all ? Open(ref target, all) : OpenPart(ref target, start, length, all);
        Program?.Add(_cotangents[index].Block, target.Block.Skip(start), length, accumulate);
        Elementwise.Map<T, IdentityFunction<T>>(tape.Arena.Span(_cotangents[index].Block, length), tape.Arena.Span(target.Block.Skip(start), length), accumulate);
        return taken;
    }

    // Gives the cotangent memory if it has none; says whether there is something in this part of it to add to.
    private bool OpenPart(ref Cotangent cotangent, int start, int length, int all)
    {
        if (cotangent.Block.IsNone)
            cotangent.Block = Recycler.Take(all);
        if (!cotangent.Filled)
        {
            cotangent.Filled = true;
            cotangent.From = all;
        }

        bool isNew = start + length <= cotangent.From;
        if (isNew)
        {
            Program?.Clear(cotangent.Block.Skip(start + length), cotangent.From - start - length);
            tape.Arena.Span(cotangent.Block.Skip(start + length), cotangent.From - start - length).Clear();
            cotangent.From = start;
        }

        if (start < cotangent.From || cotangent.Kept)
            Complete(ref cotangent);
        return !isNew;
    }

    // Clears what no part has filled.
    private void Complete(ref Cotangent cotangent)
    {
        if (cotangent.From == 0)
            return;
        Program?.Clear(cotangent.Block, cotangent.From);
        tape.Arena.Span(cotangent.Block, cotangent.From).Clear();
        cotangent.From = 0;
    }
}
