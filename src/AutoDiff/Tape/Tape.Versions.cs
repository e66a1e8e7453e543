using System;
using System.Runtime.InteropServices;
using AutoDiff.Storage;

namespace AutoDiff;

// Parameters that change while values computed from their old numbers are still to be differentiated.
public sealed partial class Tape<T>
{
    // Names the operation that read the old numbers and the place where the new ones were written.
    internal TapeException ParameterChanged(string operation, in UsedParameter<T> used)
    {
        string reader = "the tape";
        for (int i = _count - 1; i > used.Index; i--)
        {
            if (_inputs.AsSpan(_entries[i].FirstInput, _entries[i].InputCount).Contains(used.Index))
                reader = $"#{NumberOf(i)} {NameOf(i)} on the tape made at {_origin}";
        }

        return TapeErrors.ParameterChanged(operation, used.Parameter.Name, reader, used.Version, used.Parameter.Version, used.Parameter.WrittenAt);
    }

    /// <summary>
    /// Lets the parameters in use change: what is recorded keeps the numbers that it read, in a copy, and a later backward pass still adds
    /// its gradient into the parameter. Asked for a parameter again, <see cref="Use"/> puts its present numbers on the tape, beside the old.
    /// </summary>
    /// <remarks>
    /// For updates between steps that are still to be followed back. Cost: a copy of each parameter in use. The copies live until what was computed
    /// from them is severed, or the tape is reset.
    /// </remarks>
    /// <exception cref="TapeException">
    /// The tape is disposed, another thread's, computing a derivative or a map or running a checkpointed function; or a parameter has changed already.
    /// </exception>
    /// <example><code>tape.Backward(loss); tape.RetainParameters(); optimizer.Step();</code></example>
    public void RetainParameters()
    {
        Enter(nameof(RetainParameters));
        RefuseWhileRunning(nameof(RetainParameters));
        foreach (UsedParameter<T> used in UsedParameters)
        {
            if (used.Retained is null && used.Parameter.Version != used.Version)
                throw ParameterChanged(nameof(RetainParameters), in used);
        }

        Epoch++;
        foreach (ref UsedParameter<T> used in CollectionsMarshal.AsSpan(_parameters))
        {
            if (used.Retained is not null)
                continue;
            T[] copy = SlabPool<T>.Rent(used.Parameter.Array.Length);
            used.Parameter.Array.CopyTo(copy, 0);
            _arena.Replace(_entries[used.Index].Value, copy);
            used = used with { Retained = copy };
        }

        _parameterEntries.Clear();
    }

    // Whether the tape reads the parameter's present numbers.
    internal bool Reads(Parameter<T> parameter) => _parameterEntries.ContainsKey(parameter);

    private void GiveVersionsBack()
    {
        foreach (UsedParameter<T> used in UsedParameters)
        {
            if (used.Retained is T[] copy)
                SlabPool<T>.Return(copy);
        }
    }
}
