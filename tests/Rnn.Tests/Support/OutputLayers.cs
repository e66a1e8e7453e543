using System;
using System.Numerics;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// Language models that differ in the output layer alone.
internal static class OutputLayers
{
    public static readonly string[] All = ["full", "tied", "adaptive", "sampled"];

    public static LanguageModel<T, LstmState<T>> Model<T>(string output, int tokens, int features, ulong seed, double dropout = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RandomStream random = new(seed);
        Embedding<T> embedding = new(tokens, features, random, deviation: 0.5);
        RecurrentStack<T, LstmState<T>> stack = new([new LstmCell<T>(features, features, random)], inputDropout: dropout);
        return new LanguageModel<T, LstmState<T>>(embedding, stack, Make(output, embedding, random), dropout);
    }

    public static IOutputLayer<T> Make<T>(string output, Embedding<T> embedding, RandomStream random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int tokens, int features) = (embedding.Table.Shape[0], embedding.Table.Shape[1]);
        return output switch
        {
            "full" => new FullSoftmax<T>(new Linear<T>(features, tokens, random, name: "output")),
            "tied" => new TiedSoftmax<T>(embedding),
            "adaptive" => new AdaptiveSoftmax<T>(features, tokens, [tokens / 4, tokens / 2], random, divisor: 1.5, name: "output"),
            "sampled" => new SampledSoftmax<T>(features, tokens, tokens / 3, random, name: "output"),
            _ => throw new ArgumentException(output),
        };
    }
}
