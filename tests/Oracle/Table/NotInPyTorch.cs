using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace AutoDiff.Oracle;

// Every operation is in the table or here, with the reason why PyTorch cannot be asked.
internal static class NotInPyTorch
{
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        [nameof(Ops.Dropout)] = "PyTorch draws other random numbers, and which elements are dropped depends on them",
        [nameof(Ops.DropoutRows)] = "as Dropout",
        [nameof(Ops.LinearRecurrence)] = "PyTorch has no such scan",
        [nameof(Ops.BatchStatistics)] = "PyTorch has it inside batch normalisation only, which is compared",
        [nameof(Ops.AttentionMask)] = "makes a constant of truth values, which has no derivative",
        [nameof(Ops.ObserveGradient)] = "shows a gradient and changes none",
        [nameof(Ops.ReplaceGradient)] = "its gradient is what the user's function says",
        [nameof(Ops.StraightThrough)] = "its gradient is another function's, by definition",
        [nameof(Ops.Mask)] = "makes a constant of truth values, which has no derivative",
    };

    // The functions of the library's surface; operators call them, and are in the table as one more line.
    public static IReadOnlyList<string> Operations { get; } =
    [
        .. typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => method.Name)
            .Where(name => !name.StartsWith("op_", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];
}
