using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Checking;
using AutoDiff.Examples.TreeNetwork;
using AutoDiff.Layers;
using Xunit;
using Record = AutoDiff.Examples.TreeNetwork.Record;

namespace AutoDiff.Tests.Examples;

public sealed class TreeNetworkTests
{
    [Fact]
    public void Formulas_come_to_what_they_say()
    {
        Operation formula = Operation.Of(1, new Digit(1), Operation.Of(2, new Digit(3), Operation.Of(0, new Digit(4), new Digit(3), 5), 5), 5);
        Assert.Equal("(1 - (3 * (4 + 3)))", formula.ToString());
        Assert.Equal((((1 - (3 * 7)) % 5) + 5) % 5, formula.Value);
        Assert.Equal(4, formula.Leaves);
    }

    [Fact]
    public void Formulas_are_drawn_in_all_sizes_and_the_same_again()
    {
        Formula[] formulas = new FormulaGenerator(7, 1).Draw(300, 2, 6);
        Assert.Equal([2, 3, 4, 5, 6], formulas.Select(formula => formula.Leaves).Distinct().Order());
        Assert.Equal(formulas.Select(formula => formula.ToString()), new FormulaGenerator(7, 1).Draw(300, 2, 6).Select(formula => formula.ToString()));
        Assert.All(formulas, formula => Assert.InRange(formula.Value, 0, 6));
    }

    [Fact]
    public void A_formula_reads_the_same_in_any_company()
    {
        TreeLstm model = new(5, 4, new RandomStream(1));
        Formula[] formulas = new FormulaGenerator(5, 1).Draw(6, 2, 7);
        using Tape<float> tape = new();
        Reading together = model.Read(tape, formulas);
        Assert.Equal(formulas.Sum(formula => (2 * formula.Leaves) - 1), together.Nodes.Count);
        for (int i = 0; i < formulas.Length; i++)
        {
            Reading alone = model.Read(tape, [formulas[i]]);
            Assert.Same(formulas[i], together.Nodes[together.Roots[i]]);
            Assert.All(
                alone.Logits.Values[^5..].ToArray().Zip(together.Logits.Values.Slice(5 * together.Roots[i], 5).ToArray()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public void The_gradient_of_trees_is_right()
    {
        TreeLstm model = new(3, 3, new RandomStream(1));
        Formula[] formulas = new FormulaGenerator(3, 1).Draw(3, 2, 5);
        GradientCheck.Of<float>(tape => model.Read(tape, formulas).Loss).AgainstForwardMode().Within(1e-3).Assert();
    }

    [Fact]
    public void A_small_network_learns_small_formulas()
    {
        Trainer trainer = new(new Settings { Modulus = 2, Leaves = 4, Hidden = 12, Steps = 250 });
        Record[] records = [.. trainer.Train(3)];
        Assert.InRange(records[^1].Loss, 0, records[0].Loss / 4);
        Assert.InRange(records[^1].Accuracy, 0.97, 1);
        Assert.InRange(trainer.Accuracy(200, 2, 4), 0.97, 1);
        Assert.InRange(trainer.Accuracy(200, 5, 8), 0.85, 1);
    }

    [Fact]
    public void Runs_of_one_seed_are_the_same()
    {
        Settings settings = new() { Hidden = 4, Batch = 5, Steps = 4 };
        Assert.Equal(new Trainer(settings).Train(4).Select(record => record.Loss), new Trainer(settings).Train(4).Select(record => record.Loss));
        Assert.NotEqual(new Trainer(settings).Train(4).Last().Loss, new Trainer(settings with { Seed = 2 }).Train(4).Last().Loss);
    }

    [Fact]
    public void The_program_prints_and_writes_the_same()
    {
        string file = Path.GetTempFileName();
        try
        {
            Said.By(Program.Run, "--steps", "3", "--hidden", "4", "--batch", "4", "--json", file).Shows("trees a second", "9 to 16", "17 to 32");
            JsonNode json = JsonNode.Parse(File.ReadAllText(file))!;
            Assert.Equal((3, 3), (json["training"]!.AsArray().Count, json["accuracy"]!.AsArray().Count));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--modulus 1", "--modulus: 1 is out of range; need 2 to 100.")]
    [InlineData("--learning-rate -1", "--learning-rate: -1 is out of range")]
    [InlineData("--leaves x", "'x'")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);
}
