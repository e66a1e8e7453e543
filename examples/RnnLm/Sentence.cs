using System;
using System.Linq;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.RnnLm;

/// <summary>A sentence as the model sees it: <c>&lt;s&gt; words &lt;/s&gt;</c> in numbers.</summary>
/// <param name="Chunk">What to read, and the next word at each step; one row.</param>
/// <param name="VerbStep">The step whose target is the verb.</param>
/// <param name="Verb">The verb.</param>
/// <param name="OtherVerb">The same verb in the other number.</param>
public sealed record Sentence(StreamChunk Chunk, int VerbStep, int Verb, int OtherVerb)
{
    /// <summary>Puts a sentence in numbers.</summary>
    /// <param name="words">The words that are known.</param>
    /// <param name="written">The sentence in words.</param>
    public static Sentence Of(WordList words, WrittenSentence written)
    {
        int[] tokens = [words.NumberOf(WordList.Begin), .. written.Words.Select(words.NumberOf), words.NumberOf(WordList.End)];
        int steps = tokens.Length - 1;
        StreamChunk chunk = new(tokens.AsMemory(0, steps), tokens.AsMemory(1), steps, 1, steps);
        return new Sentence(chunk, written.VerbAt, words.NumberOf(written.Verb), words.NumberOf(written.OtherVerb));
    }
}
