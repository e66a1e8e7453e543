using System;
using System.IO;
using System.Linq;
using AutoDiff.Examples.CharacterLm;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class BadInputTests : IDisposable
{
    private readonly Runs _runs = new();

    public static TheoryData<string, string> Words => new()
    {
        { "--nonsense", "'--nonsense'" },
        { "--hidden 0", "--hidden: 0 is out of range; need 1 to 16384." },
        { "--hidden 2000000000", "--hidden: 2000000000 is out of range" },
        { "--embedding 2000000000", "--embedding: 2000000000 is out of range" },
        { "--layers 17", "--layers: 17 is out of range; need 1 to 16." },
        { "--batch -1", "--batch: -1 is out of range" },
        { "--embedding -1", "--embedding: -1 is out of range" },
        { "--steps-per-sequence 0", "--steps-per-sequence: 0 is out of range" },
        { "--epochs 0", "--epochs: 0 is out of range" },
        { "--steps 0", "--steps: 0 is out of range" },
        { "--log-every 0", "--log-every: 0 is out of range" },
        { "--threads 0", "--threads: 0 is out of range" },
        { "--dropout 1", "--dropout: 1 is out of range" },
        { "--validation 1", "--validation: 1 is out of range" },
        { "--learning-rate NaN", "--learning-rate: NaN is out of range" },
        { "--decay 0", "--decay: 0 is out of range" },
        { "--clip -1", "--clip: -1 is out of range" },
        { "--cell transformer", "'transformer'" },
        { "--cell 7", "--cell: 7 is out of range; need elman, lstm or gru." },
        { "--optimizer 9", "--optimizer: 9 is out of range; need sgd, rmsprop or adam." },
        { "--hidden many", "'many'" },
        { "--truncation window:0", "--truncation: Truncation.Window: a window of 0 steps; need 1 or more" },
        { "--truncation window:5:6", "a stride of 6 in a window of 5" },
        { "--truncation chunks:0", "a chunk of 0 steps" },
        { "--truncation chunks", "\"chunks\" is no policy" },
        { "--truncation window:a", "\"window:a\" is no policy" },
        { "--truncation none:3", "\"none:3\" is no policy" },
        { "--text nowhere.txt", "--text: there is no file nowhere.txt" },
        { "--save nowhere/run.safetensors", "--save: nowhere/run.safetensors cannot be written" },
        { "--json nowhere/run.json", "--json: nowhere/run.json cannot be written" },
        { "--resume nowhere.safetensors", "--resume: there is no file nowhere.safetensors" },
        { "--sample nowhere.safetensors", "--sample: there is no file nowhere.safetensors" },
        { "--sample x --text y", "--text says how to train" },
        { "--prompt x", "--prompt says how to write text; need --sample FILE" },
        { "--resume x --hidden 3", "--hidden cannot be given with --resume" },
        { "--sample x --length 0", "--length: 0 is out of range" },
        { "--sample x --temperature -1", "--temperature: -1 is out of range" },
    };

    public void Dispose() => _runs.Dispose();

    [Theory]
    [MemberData(nameof(Words))]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Refused(expected, words.Split(' '));

    [Fact]
    public void Texts_that_are_none_are_refused()
    {
        File.WriteAllText(_runs.At("empty.txt"), "");
        File.WriteAllBytes(_runs.At("binary.txt"), [65, 0xFF, 0xFE, 66]);
        File.WriteAllText(_runs.At("short.txt"), "short");
        Refused("is empty", "--text", _runs.At("empty.txt"));
        Refused("is not UTF-8 text", "--text", _runs.At("binary.txt"));
        Refused("is too short: 5 characters leave 4 to train on; need 33 or more for 32 rows", "--text", _runs.At("short.txt"));
        Refused("leave 1 for validation", "--text", _runs.At("short.txt"), "--batch", "2", "--validation", "0.1");
        Refused("cannot be read", "--text", _runs.Folder);
        Refused("is a folder", "--text", _runs.TextPath, "--save", _runs.Folder);
    }

    [Fact]
    public void Nothing_is_written_where_nothing_can_be_done()
    {
        Refused("there is no file", "--text", _runs.At("none.txt"), "--save", _runs.At("run.safetensors"));
        Assert.Equal(["text.txt"], Directory.GetFiles(_runs.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Another_text_is_refused_on_resume()
    {
        Assert.Equal(0, _runs.Train("--steps", "2").Code);
        string other = _runs.At("other.txt");
        File.WriteAllText(other, Runs.Text() + "!");
        Refused("is another text than the run began with", "--resume", _runs.At("run.safetensors"), "--text", other, "--steps", "4");
        File.WriteAllText(_runs.TextPath, Runs.Text() + "!");
        Refused("is another text than the run began with", "--resume", _runs.At("run.safetensors"), "--steps", "4");
    }

    [Fact]
    public void Runs_that_are_over_are_refused()
    {
        Assert.Equal(0, _runs.Train("--steps", "2").Code);
        Refused("nothing is left to do", "--resume", _runs.At("run.safetensors"));
    }

    [Fact]
    public void Prompts_with_unknown_characters_are_refused()
    {
        Assert.Equal(0, _runs.Train("--steps", "2").Code);
        Refused("the model does not know 'Z', '#'", "--sample", _runs.At("run.safetensors"), "--prompt", "Z#a");
    }

    [Fact]
    public void Weights_that_are_no_numbers_write_nothing()
    {
        using Trainer trainer = Runs.Trainer(Runs.Tiny);
        trainer.Model.Parameters[^1].Write()[0] = float.NaN;
        Checkpoint.Save(_runs.At("nan.safetensors"), trainer, new History(), Limits.Default, textPath: null);
        Refused("has weights that are not finite; need numbers", "--sample", _runs.At("nan.safetensors"));
    }

    [Fact]
    public void Damaged_files_are_refused_whatever_byte_is_wrong()
    {
        Assert.Equal(0, _runs.Train("--steps", "2").Code);
        byte[] whole = File.ReadAllBytes(_runs.At("run.safetensors"));
        string path = _runs.At("damaged.safetensors");
        int header = 8 + (int)BitConverter.ToInt64(whole);
        Random random = new(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = [.. whole];
            if (i < 50)
                damaged = damaged[..random.Next(whole.Length)];
            else
                damaged[random.Next(i < 150 ? header : whole.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(path, damaged);
            (int code, _, string error) = _runs.Run("--resume", path, "--steps", "3");

            // Another number in an array is a file like any other; it may be one that training diverges from.
            Assert.True(code is 0 or 1 or 2, error);
            if (code != 0)
                Assert.Single(error.TrimEnd().Split('\n'));
        }
    }

    private void Refused(string expected, params string[] arguments)
    {
        (int code, string output, string error) = _runs.Run(arguments);
        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }
}
