using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;

namespace AutoDiff.Benchmarks;

// Initial weights that the peers can compute too: one stream of numbers for each parameter, in order.
internal static class Initial
{
    public static void Fill(IModule<float> module, int stream, float scale)
    {
        for (int i = 0; i < module.Parameters.Count; i++)
            CounterHash.Fill(stream + i, module.Parameters[i], scale);
    }

    // Four streams for each layer of a stack, used or not.
    public static void FillStack(IEnumerable<IModule<float>> cells, int stream, float scale)
    {
        foreach (IModule<float> cell in cells)
        {
            Fill(cell, stream, scale);
            stream += 4;
        }
    }

    public static Parameter<float>[] Parameters(params IEnumerable<IModule<float>> modules) => [.. modules.SelectMany(module => module.Parameters)];
}
