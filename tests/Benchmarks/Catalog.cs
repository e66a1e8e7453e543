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
        MlpWorkload.Case,
        HvpWorkload.Case,
        StepwiseLanguageModelWorkload.StepByStep,
        StepwiseLanguageModelWorkload.OutputAtOnce,
        StepwiseLanguageModelWorkload.Replayed,
        TrigramWorkload.Large,
        TrigramWorkload.LargeReplayed,
        TrigramWorkload.Small,
        TrigramWorkload.SmallReplayed,
        LstmWorkload.Case,
        LanguageModels.PtbSmall,
        LanguageModels.CharLm,
        LanguageModels.Gru128,
        DataParallelWorkload.Case,
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
