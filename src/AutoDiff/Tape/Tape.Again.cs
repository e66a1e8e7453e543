using System;
using System.Collections.Generic;

namespace AutoDiff;

// What a function that is run again sees of the parameters: what it saw when it was run first.
public sealed partial class Tape<T>
{
    // The entry of the function that is being run again, the innermost; -1 for none.
    private int _again = -1;

    private void CallAgain(int head, object kept, ReadOnlySpan<Variable<T>> inputs, Span<Variable<T>> results)
    {
        Dictionary<Parameter<T>, Variable<T>> around = _substitutes;
        int outer = _again;
        SubstitutedFunction<T>? substituted = kept as SubstitutedFunction<T>;
        if (substituted is not null)
            _substitutes = substituted.Substitutes;
        else if (around.Count > 0)
            _substitutes = [];
        _again = head;
        try
        {
            Call(CheckpointErrors.Operation, substituted?.Function ?? (Delegate)kept, inputs, results);
        }
        finally
        {
            _again = outer;
            _substitutes = around;
        }
    }

    // Where the numbers of a parameter stand that the function read, if it may have others by now: the last of them are those it had then.
    private bool ReadBefore(Parameter<T> parameter, out int read)
    {
        if (_parameterEntries.TryGetValue(parameter, out read) && read < _again)
            return false;
        for (int input = ReadOf(in _entries[_again]) - 1, last = read = -1; input >= 0; input--)
        {
            int index = InputOf(_again, input);
            if (index > last && IsParameter(in _entries[index]) && ReferenceEquals(_parameters[_entries[index].Attributes].Parameter.Original, parameter.Original))
                last = read = index;
        }

        return read >= 0;
    }
}
