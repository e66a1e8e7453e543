using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using AutoDiff.Examples;
using Xunit;

namespace AutoDiff.Tests.Examples;

// Files that any example reads and writes.
public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void No_result_falls_on_what_it_is_made_from_or_on_another()
    {
        File.WriteAllText(At("text"), "kept");
        Run("--data", At("text"), "--json", Path.Combine(_folder, ".", "text")).Refuses($"--data and --json: both are {At("text")}, and one would be lost");
        Run("--json", At("new"), "--picture", At("new")).Refuses("--json and --picture: both are");
        Assert.Equal("kept", File.ReadAllText(At("text")));
        Assert.Single(Directory.GetFiles(_folder));
        if (OperatingSystem.IsWindows())
            return;
        File.CreateSymbolicLink(At("link"), "text");
        File.CreateSymbolicLink(At("far"), At("link"));
        Run("--data", At("text"), "--json", At("far")).Refuses($"--data and --json: both are {At("text")}, and one would be lost");
        Run("--json", At("link"), "--picture", At("far")).Refuses("--json and --picture: both are");
        File.CreateSymbolicLink(At("round"), At("round"));
        Run("--json", At("round")).Refuses("--json:");
        Assert.Equal("kept", File.ReadAllText(At("text")));
    }

    [Fact]
    public void A_run_and_its_text_and_its_history_are_three_files()
    {
        using Runs runs = new();
        string text = File.ReadAllText(runs.TextPath), run = runs.At("run.safetensors");
        Refuses("--text and --save: both are", "--text", runs.TextPath, "--save", runs.TextPath);
        Refuses("--text and --json: both are", "--text", runs.TextPath, "--json", runs.TextPath, "--save", run);
        Assert.Equal(0, runs.Train("--steps", "2").Code);
        byte[] saved = File.ReadAllBytes(run);

        // Neither the text nor the place of the save is on these command lines.
        Refuses("--save and --json: both are", "--resume", run, "--steps", "3", "--json", run);
        Refuses("--text and --json: both are", "--resume", run, "--steps", "3", "--json", runs.TextPath);
        Refuses("--resume and --json: both are", "--resume", run, "--steps", "3", "--save", runs.At("other"), "--json", run);
        Assert.Equal(saved, File.ReadAllBytes(run));
        Assert.Equal(text, File.ReadAllText(runs.TextPath));

        void Refuses(string expected, params string[] arguments)
        {
            (int code, string output, string error) = runs.Run(arguments);
            new Said(code, output, error).Refuses(expected);
        }
    }

    [Fact]
    public void A_text_that_is_stopped_is_what_was_drawn_so_far()
    {
        using Runs runs = new();
        Assert.Equal(0, runs.Train("--steps", "2").Code);
        string[] words = ["--sample", runs.At("run.safetensors"), "--prompt", "the ", "--length", "1000000000"];
        (int code, string output, string error) = runs.Run(new CancellationToken(canceled: true), words);
        Assert.Equal((130, $"the {Environment.NewLine}", ""), (code, output, error));
    }

    [Fact]
    public void Empty_paths_are_refused()
    {
        Run("--data", "").Refuses("--data: the path is empty; need the path of a file.");
        Run("--json", "").Refuses("--json: the path is empty; need the path of a file.");
        Run("--folder", "").Refuses("--folder: the path is empty; need the path of a folder.");
        Assert.Contains("the path is empty", Assert.Throws<InputException>(() => OutputFile.Check("--save", "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_said_without_names_that_nobody_gave()
    {
        Run("--json", At("nowhere/run.json")).Refuses($"cannot be written: there is no folder {At("nowhere")}; need one that is there.");
        Run("--json", _folder).Refuses("is a folder; need the path of a file.");
        Assert.DoesNotContain(".tmp", Run("--json", At("nowhere/run.json")).Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Run("--json", "/dev/null").Refuses("/dev/null is a device; need the path of a file.");
    }

    [Fact]
    public void A_file_is_written_whole_or_not_at_all()
    {
        JsonOption.Write(At("a.json"), new JsonObject { ["x"] = 1 });
        Assert.Equal(1, (int)JsonNode.Parse(File.ReadAllText(At("a.json")))!["x"]!);
        Directory.CreateDirectory(At("folder"));
        Assert.ThrowsAny<Exception>(() => OutputFile.Write(At("folder"), "text"));
        Assert.Equal([At("a.json")], Directory.GetFiles(_folder));
        if (OperatingSystem.IsWindows())
            return;
        File.CreateSymbolicLink(At("link"), At("a.json"));
        OutputFile.Write(At("link"), "new");
        Assert.Equal("new", File.ReadAllText(At("a.json")));
        Assert.NotNull(new FileInfo(At("link")).LinkTarget);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        File.WriteAllBytes(At("binary"), [.. Enumerable.Repeat("a b\n"u8.ToArray(), 20).SelectMany(line => line), 0xC3, 0x28, (byte)'\n']);
        Said.By(AutoDiff.Examples.TrigramLm.Program.Run, "--data", At("binary")).Refuses("is not UTF-8 text");
        foreach (string part in (string[])["train", "dev", "test"])
            File.Copy(At("binary"), At($"x-{part}.conllu"));
        Said.By(AutoDiff.Examples.Tagger.Program.Run, "--data", _folder).Refuses("is not UTF-8 text");
    }

    [Theory]
    [InlineData("""{"train":null}""", "there are no pieces called train")]
    [InlineData("""{"train":[null]}""", "train has null in place of a piece or a frame")]
    [InlineData("""{"train":[[[60],null]]}""", "train has null in place of a piece or a frame")]
    [InlineData("""{"train":[[[60],[1000]]]}""", "--data: in train, a piece has a note 1000; need 21 to 108")]
    [InlineData("""{"train":[[[60]]]}""", "--data: in train, a piece has 1 frames; need two or more")]
    public void Music_has_no_holes(string json, string expected)
    {
        File.WriteAllText(At("music.json"), json);
        Said.By(AutoDiff.Examples.Chorales.Program.Run, "--data", At("music.json")).Refuses(expected);
    }

    [Fact]
    public void Numbers_of_kinds_are_no_kinds() =>
        Said.By(AutoDiff.Examples.RnnLm.Program.Run, "--output", "7").Refuses("--output: 7 is out of range; need full, adaptive or sampled.");

    private string At(string name) => Path.Combine(_folder, name);

    private static Said Run(params string[] arguments)
    {
        FileOption picture = new("--picture", "");
        JsonOption json = new();
        RootCommand root = new() { new Option<string?>("--data") { HelpName = "FILE" }, new Option<string?>("--folder") { HelpName = "FOLDER" }, json, picture };
        root.SetAction(result => _ = (json.Read(result), picture.Read(result)));
        return Said.By((words, output, error) => CommandLine.Run(root, words, output, error), arguments);
    }
}
