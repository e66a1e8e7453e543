using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.Tagger;

/// <summary>How many words were tagged rightly.</summary>
/// <param name="Right">In all.</param>
/// <param name="Count">Of how many.</param>
/// <param name="RightNew">Of those words that are not among the training sentences.</param>
/// <param name="CountNew">Of how many.</param>
/// <param name="Confusions">How often each part of speech was taken for another: what it is, what it was taken for.</param>
public sealed record Evaluation(int Right, int Count, int RightNew, int CountNew, IReadOnlyDictionary<(string Is, string Said), int> Confusions)
{
    /// <summary>The share of all words that was right.</summary>
    public double Accuracy => (double)Right / Count;

    /// <summary>The share of new words that was right.</summary>
    public double AccuracyNew => (double)RightNew / CountNew;

    /// <summary>Compares.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="said">What was said of their words.</param>
    /// <param name="known">The words of the training sentences, as they are written.</param>
    public static Evaluation Of(IReadOnlyList<TaggedSentence> sentences, IReadOnlyList<IReadOnlyList<string>> said, IReadOnlySet<string> known)
    {
        (int right, int count, int rightNew, int countNew) = (0, 0, 0, 0);
        Dictionary<(string, string), int> confusions = [];
        foreach ((TaggedSentence sentence, IReadOnlyList<string> tags) in sentences.Zip(said))
        {
            for (int t = 0; t < tags.Count; t++)
            {
                bool isRight = tags[t] == sentence.Tags[t], isNew = !known.Contains(sentence.Words[t]);
                count++;
                right += isRight ? 1 : 0;
                countNew += isNew ? 1 : 0;
                rightNew += isNew && isRight ? 1 : 0;
                if (!isRight)
                    confusions[(sentence.Tags[t], tags[t])] = confusions.GetValueOrDefault((sentence.Tags[t], tags[t])) + 1;
            }
        }

        return new Evaluation(right, count, rightNew, countNew, confusions);
    }

    /// <summary>The most frequent confusions.</summary>
    /// <param name="count">How many.</param>
    public IEnumerable<(string Is, string Said, int Times)> Worst(int count) =>
        Confusions.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(count).Select(pair => (pair.Key.Is, pair.Key.Said, pair.Value));
}
