using System.Collections.Generic;

namespace AutoDiff.Examples.Tagger;

/// <summary>A sentence with a part of speech for each word.</summary>
/// <param name="Words">The words as they are written, one or more.</param>
/// <param name="Tags">The parts of speech, one for each word.</param>
public sealed record TaggedSentence(IReadOnlyList<string> Words, IReadOnlyList<string> Tags);
