using System;
using Xunit;

namespace AutoDiff.Tests.Rnn.Support;

internal static class Refusal
{
    // The call is refused as an argument, in words that contain these.
    public static void Of(Action action, params string[] words)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(action);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
