using System;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>The words before a verb, and whether the verb is plural.</summary>
/// <param name="Words">The words' numbers, one or more.</param>
/// <param name="IsPlural">The number of the verb.</param>
/// <param name="Distance">How many words after its subject the verb stands.</param>
public sealed record Prefix(ReadOnlyMemory<int> Words, bool IsPlural, int Distance);
