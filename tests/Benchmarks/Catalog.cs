using System.Collections.Generic;
using System.Linq;
using AutoDiff.Benchmarks.Workloads;

namespace AutoDiff.Benchmarks;

internal static class Catalog
{
    // What stands for the others where a run is to be short.
    private static readonly string[] Few =
    [
        "chain16", "mlp", "rnnlm", "trigram-replay", "lstm200", "sandwich-T3", "longbptt-100", "window20", "scalar-lstm", "gemm-float-nn-256x256x256", "gemm-double-nn-256x256x256",
    ];

    // What threads should speed up, and what they must not slow down.
    private static readonly string[] ForThreads =
    [
        "chain16", "rnnlm", "mlp", "ptb-medium", "gemm-float-nn-16x64x64", .. from type in (string[])["float", "double"]
                                                                             from size in (string[])["512x512x512", "1024x1024x1024", "700x200x10000"]
                                                                             select $"gemm-{type}-nn-{size}",
    ];

    // Every row, in the order of the report.
    public static IReadOnlyList<Case> Cases { get; } =
    [
        ChainWorkload.Case(1, 150),
        ChainWorkload.Case(16, 150),
        ChainWorkload.Case(256, 0),
        ChainWorkload.Case(4096, 5),
        MlpWorkload<float>.Case("mlp", "perceptron 784-256-128-10, batch 64, cross-entropy, SGD"),
        MlpWorkload<double>.Case("mlp-double", "the same in double precision"),
        HvpWorkload.Case,
        StepwiseLanguageModelWorkload.StepByStep,
        StepwiseLanguageModelWorkload.OutputAtOnce,
        StepwiseLanguageModelWorkload.Replayed,
        TrigramWorkload.Large,
        TrigramWorkload.LargeReplayed,
        TrigramWorkload.Small,
        TrigramWorkload.SmallReplayed,
        LstmWorkload<float>.Case("lstm200", "LSTM of 2 layers, hidden 200, batch 20, T 35, value and gradients of weights and inputs"),
        LstmWorkload<double>.Case("lstm200-double", "the same in double precision"),
        OpsLstmWorkload.Case,
        LanguageModels.Elman,
        LanguageModels.PtbSmall,
        LanguageModels.PtbMedium,
        LanguageModels.CharLm,
        LanguageModels.CharLm512,
        LanguageModels.Gru128,
        LanguageModels.Gru512,
        DataParallelWorkload.Case,
        TaggerWorkload.Case,
        TreeLstmWorkload.Case,
        SandwichWorkload.Case(3, 9),
        SandwichWorkload.Case(100, 5),
        LongBackpropWorkload.Case(100, 8),
        LongBackpropWorkload.Case(1_000, 0),
        LongBackpropWorkload.Case(10_000, 25),
        LongBackpropWorkload.Case(100_000, 170) with { IsLong = true },
        ChunkWorkload.Hundred,
        ChunkWorkload.Million,
        VanishingWorkload.Tanh,
        VanishingWorkload.Sigmoid,
        VocabularyWorkload.Full,
        VocabularyWorkload.Adaptive,
        VocabularyWorkload.Sampled,
        NodeWorkload.Case,
        .. CheckpointWorkloads.Cases,
        WindowWorkload.Windows,
        WindowWorkload.Untruncated,
        .. ScalarChainWorkload.Cases,
        ScalarLstmWorkload.Case,
        .. AdbenchWorkload.Cases,
        .. BundleAdjustmentWorkload.Cases,
        .. HandTrackingWorkload.Cases,
        .. MatrixProducts.Cases,
    ];

    // The rows that some words ask for; without a word, those that a run with these settings is best for.
    public static IReadOnlyList<Case> Rows(IReadOnlyCollection<string> words, Settings settings) =>
    [
        .. Cases.Where(row => words.Count > 0 ? words.Any(row.Answers)
            : settings.Quick ? Few.Contains(row.Name)
            : settings.Threads > 1 ? ForThreads.Contains(row.Name)
            : row.Answers("all")),
    ];
}
