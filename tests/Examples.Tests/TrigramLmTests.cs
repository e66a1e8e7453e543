using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Examples;
using AutoDiff.Examples.TrigramLm;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class TrigramLmTests
{
    [Fact]
    public void Every_word_is_predicted_from_the_two_before_it()
    {
        WordList words = WordList.Of([new WrittenSentence(["a", "b", "a"], 0, 0, false, "", "")], 10);
        Trigrams trigrams = new(words, [["a", "b", "z"], []]);
        int begin = words.NumberOf("<s>"), end = words.NumberOf("</s>"), a = words.NumberOf("a"), b = words.NumberOf("b"), unknown = words.NumberOf("UNK");
        Assert.Equal([(begin, begin, a), (begin, a, b), (a, b, unknown), (b, unknown, end), (begin, begin, end)], Enumerable.Range(0, trigrams.Count).Select(i => trigrams[i]));
        Assert.Equal(Enumerable.Range(0, 5), trigrams.Shuffled(3).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Counted_chances_sum_to_one_and_are_those_by_hand(int order)
    {
        WordList words = WordList.Of([new WrittenSentence(["a", "b", "a"], 0, 0, false, "", "")], 10);
        Trigrams text = new(words, [["a", "b", "a"]]);
        CountModel counts = new(text, words.Count, order);
        int begin = words.NumberOf("<s>"), a = words.NumberOf("a"), b = words.NumberOf("b");
        foreach ((int before, int last) in ((int, int)[])[(begin, begin), (begin, a), (b, b)])
            Assert.Equal(1, Enumerable.Range(0, words.Count).Sum(next => counts.Probability((before, last, next))), 12);

        // Of 4 tokens of 3 kinds 2 are a; after the only <s> <s>, and after the only <s>, comes a.
        double single = (2 + (3 * 0.2)) / 7, pair = (1 + single) / 2, triple = (1 + pair) / 2;
        Assert.Equal(order switch { 0 => single, 1 => pair, _ => triple }, counts.Probability((begin, begin, a)), 12);
    }

    [Fact]
    public void Replayed_training_has_the_bits_of_recorded_training_and_learns()
    {
        using Experiment experiment = new(new Settings { Sentences = 300, Hidden = 8, Batch = 4 });
        experiment.Epoch(0, (_, _) => { });
        experiment.Epoch(1, (_, _) => { });
        Replay<float> replay = experiment.Replayed.Replay!;
        Assert.Equal(experiment.Steps, replay.Recordings + replay.Replays);
        Assert.InRange(replay.Recordings, 2, 4);
        Assert.InRange(experiment.Perplexities[^1], 1, 8);
        Assert.True(experiment.Counts[2] < experiment.Counts[1] && experiment.Counts[1] < experiment.Counts[0]);
    }

    [Fact]
    public void The_program_shows_tables_and_writes_files()
    {
        string folder = Directory.CreateTempSubdirectory("trigrams-").FullName;
        try
        {
            string picture = Path.Combine(folder, "p.svg"), json = Path.Combine(folder, "n.json"), text = Path.Combine(folder, "text.txt"), few = Path.Combine(folder, "few.txt");
            File.WriteAllLines(text, Enumerable.Range(0, 40).Select(i => $" the {(i % 2 == 0 ? "old dog" : "cat")} sleeps "));
            File.WriteAllText(few, "one line\n\n");
            Said.By(
                Program.Run, "--data", text, "--epochs", "1", "--hidden", "4", "--picture", picture, "--json",
                json).Shows("text.txt: ", "trigrams, counted", "the same bits", "steps were replayed");
            Pictures.Check(File.ReadAllText(picture), "trigrams, counted");
            Assert.True(JsonNode.Parse(File.ReadAllText(json))!["replays"]!.GetValue<long>() > 10);
            Said.By(Program.Run, "--data", few).Refuses("need 10 or more");
            Said.By(Program.Run, "--data", Path.Combine(folder, "none")).Refuses("there is no file");
            Said.By(Program.Run, "--hidden", "0").Refuses("--hidden: 0 is out of range");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
