using System.Collections.Generic;
using AutoDiff.Benchmarks.Workloads;

namespace AutoDiff.Benchmarks;

// Every row, in the order of the report.
internal static class Catalog
{
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
        TaggerWorkload.Case,
        TreeLstmWorkload.Case,
        SandwichWorkload.Case(3, 9),
        SandwichWorkload.Case(100, 5),
        LongBackpropWorkload.Case(100, 8),
        LongBackpropWorkload.Case(1_000, 0),
        LongBackpropWorkload.Case(10_000, 25),
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
}
