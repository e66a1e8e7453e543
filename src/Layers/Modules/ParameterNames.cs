using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

// Where numbers are found again by name, as in a file, two parameters must not share one.
internal static class ParameterNames
{
    public static void RequireUnique<T>(string operation, IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Dictionary<string, int> seen = new(parameters.Count, StringComparer.Ordinal);
        for (int i = 0; i < parameters.Count; i++)
        {
            if (seen.TryAdd(parameters[i].Name, i))
                continue;
            int first = seen[parameters[i].Name];
            throw new ArgumentException(
                $"{operation}: two parameters share a name: {parameters[first]} at place {first} and {parameters[i]} at place {i}; "
                    + "need a name for each. Give the modules different names, or list a shared parameter once.");
        }
    }
}
