using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace AutoDiff.Examples.Tagger;

/// <summary>Cuts a text into words as the English treebanks do, roughly: <c>I don't.</c> is <c>I do n't .</c></summary>
public static partial class Tokenizer
{
    /// <summary>Cuts a text into words.</summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\w+(?=n['’]t\b)|n['’]t\b|['’]\w+|\w+|\S", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
