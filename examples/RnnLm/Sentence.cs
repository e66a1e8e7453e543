using AutoDiff.Rnn;

namespace AutoDiff.Examples.RnnLm;

/// <summary>A sentence as the model sees it: <c>&lt;s&gt; words &lt;/s&gt;</c> in numbers.</summary>
/// <param name="Chunk">What to read, and the next word at each step; one row.</param>
/// <param name="VerbStep">The step whose target is the verb.</param>
/// <param name="Verb">The verb.</param>
/// <param name="OtherVerb">The same verb in the other number.</param>
public sealed record Sentence(StreamChunk Chunk, int VerbStep, int Verb, int OtherVerb);
