using System.Collections.Generic;

namespace AutoDiff.Examples;

/// <summary>A sentence in words, with a verb that agrees in number with its subject.</summary>
/// <param name="Words">The words, without marks for beginning and end.</param>
/// <param name="SubjectAt">The place of the subject, from 0.</param>
/// <param name="VerbAt">The place of the verb, from 0.</param>
/// <param name="IsPlural">Whether subject and verb are plural.</param>
/// <param name="Verb">The verb.</param>
/// <param name="OtherVerb">The same verb in the other number.</param>
public sealed record WrittenSentence(IReadOnlyList<string> Words, int SubjectAt, int VerbAt, bool IsPlural, string Verb, string OtherVerb);
