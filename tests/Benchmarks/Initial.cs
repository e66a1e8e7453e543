using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Benchmarks;

// Initial weights that the peers can compute too: one stream of numbers for each parameter, in order.
internal static class Initial
{
    public static void Fill<T>(IModule<T> module, int stream, float scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < module.Parameters.Count; i++)
            CounterHash.Fill(stream + i, module.Parameters[i], scale);
    }

    // Four streams for each layer of a stack, used or not.
    public static void FillStack<T>(IEnumerable<IModule<T>> cells, int stream, float scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (IModule<T> cell in cells)
        {
            Fill(cell, stream, scale);
            stream += 4;
        }
    }

    public static Parameter<T>[] Parameters<T>(params IEnumerable<IModule<T>> modules)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. modules.SelectMany(module => module.Parameters)];
}
