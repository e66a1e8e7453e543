using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Checking;
using AutoDiff.Examples;
using AutoDiff.Examples.Chorales;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class ChoralesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chorales-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_loss_is_the_surprise_at_independent_keys()
    {
        Piece piece = new([[0, 3], [3], [3, 87]]);
        PieceBatch batch = new([piece]);
        using Tape<float> tape = new();
        float[] scores = [.. Enumerable.Range(0, 2 * Piece.Keys).Select(i => (float)Math.Sin(i))];
        double expected = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double sounds = 1 / (1 + Math.Exp(-scores[i]));
            expected -= Math.Log(piece[1 + (i / Piece.Keys)].Contains(i % Piece.Keys) ? sounds : 1 - sounds);
        }

        Assert.Equal(expected, ChoraleModel.Loss(tape.Constant(scores, new Shape(2, Piece.Keys)), batch).Item(), 1e-3);
    }

    [Theory]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Elman)]
    public void A_piece_is_heard_the_same_alone_in_company_and_frame_by_frame(CellKind cell)
    {
        ChoraleModel model = ChoraleModel.Create(new Settings { Cell = cell, Hidden = 5 }, seed: 1);
        IReadOnlyList<Piece> pieces = MadeMusic.Pieces(3, 1);
        using Tape<float> tape = new();
        PieceBatch together = new(pieces);
        float[] all = [.. model.Scores(tape, together).Values];
        for (int row = 0; row < pieces.Count; row++)
        {
            using IListener listener = model.Listen();
            float[] alone = [.. model.Scores(tape, new PieceBatch([pieces[row]])).Values];
            for (int t = 0; t + 1 < pieces[row].Length; t++)
            {
                float[] heard = [.. listener.Hear(pieces[row][t])];
                int place = together.Rows.Place(row, t) * Piece.Keys;
                for (int key = 0; key < Piece.Keys; key++)
                {
                    Assert.Equal(alone[(t * Piece.Keys) + key], all[place + key], 1e-5);
                    Assert.Equal(alone[(t * Piece.Keys) + key], heard[key], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void The_gradient_is_that_of_forward_mode()
    {
        ChoraleModel model = ChoraleModel.Create(new Settings { Hidden = 3 }, seed: 1);
        PieceBatch batch = new([new Piece([[1], [2, 5], [1]]), new Piece([[5], [5]])]);
        GradientCheck.Of<float>(tape => ChoraleModel.Loss(model.Scores(tape, batch), batch)).AgainstForwardMode().Within(1e-3).Assert();
    }

    [Fact]
    public void Shares_of_keys_are_counted()
    {
        // Key 0 sounds in 3 of 4 frames, key 1 in 1, the others in none; each counted with one frame more of either kind.
        MusicSet music = new("test", [new Piece([[0], [0, 1], [0], []])], [], []);
        double rest = 86 * -Math.Log(5 / 6.0);
        Assert.Equal((-Math.Log(4 / 6.0) - Math.Log(4 / 6.0) + rest + -Math.Log(2 / 6.0) - Math.Log(2 / 6.0) + rest) / 2, music.LossOfShares([new Piece([[7], [0], [1]])]), 1e-9);
    }

    [Fact]
    public void Made_music_is_learnt()
    {
        MusicSet music = MusicSet.Load(null);
        using Trainer trainer = new(music, new Settings { Hidden = 48, Batch = 2, Epochs = 12, Dropout = 0, LearningRate = 0.01 });
        Result result = trainer.Run(new StatusLine(TextWriter.Null));
        Assert.InRange(result.Test, 0, 0.75 * music.LossOfShares(music.Test));
        Assert.Equal(result.Best, result.Validation.Min());
        Assert.Equal(result.Best, trainer.Measure(music.Validation), 1e-9);
    }

    [Fact]
    public void A_midi_file_holds_what_the_standard_says()
    {
        // Middle C, held through two frames of 480 ticks, with E in the second.
        byte[] bytes = MidiFile.Bytes(new Piece([[39], [39, 43]]));
        Assert.Equal("MThd"u8, bytes.AsSpan(0, 4));
        Assert.Equal([0, 0, 0, 6, 0, 0, 0, 1, 1, 0xE0], bytes.AsSpan(4, 10).ToArray());
        Assert.Equal("MTrk"u8, bytes.AsSpan(14, 4));
        Assert.Equal(bytes.Length - 22, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(18)));
        int tempo = 60_000_000 / 84;
        Assert.Equal(
            [
                0, 0xFF, 0x51, 3, (byte)(tempo >> 16), (byte)(tempo >> 8), (byte)tempo,
                0, 0x90, 60, 72, 0x83, 0x60, 0x90, 64, 72,
                0x83, 0x60, 0x80, 60, 72, 0, 0x80, 64, 72, 0, 0xFF, 0x2F, 0,
            ],
            bytes[22..]);
    }

    [Fact]
    public void The_program_reads_a_file_and_writes_what_it_is_asked_for()
    {
        string path = At("music.json");
        File.WriteAllText(path, """{"train": [[[60, 64], [62, -1], [60]], [[60], [67]]], "valid": [[[60], [62]]], "test": [[[60], [62], [60]]]}""");
        string[] words = ["--data", path, "--cells", "lstm,gru,elman", "--hidden", "4", "--epochs", "2", "--frames", "12"];
        Said.By(Program.Run, [.. words, "--json", At("n.json"), "--picture", At("p.svg"), "--roll", At("r.svg"), "--midi", At("m.mid")])
            .Shows("music.json: 2 pieces to train on (5 frames)", "Gru, seed 1", "8.45", "share of each key", "C4 #");
        Assert.Equal(3, JsonNode.Parse(File.ReadAllText(At("n.json")))!["runs"]!.AsArray().Count);
        Pictures.Check(File.ReadAllText(At("p.svg")), "Elman, validation");
        Pictures.Check(File.ReadAllText(At("r.svg")), "after 8 frames");
        Assert.Equal("MThd"u8, File.ReadAllBytes(At("m.mid")).AsSpan(0, 4));
    }

    [Theory]
    [InlineData("""{"train": [[[60], [200]]]}""", "a piece has a note 200; need 21 to 108")]
    [InlineData("""{"train": [[[60]]]}""", "a piece has 1 frames; need two or more")]
    [InlineData("""{"train": [[[60], [60]]]}""", "there are no pieces called valid")]
    [InlineData("[1, 2]", "is no JSON of pieces, frames and notes")]
    public void Other_files_are_refused(string json, string expected)
    {
        File.WriteAllText(At("music.json"), json);
        Said.By(Program.Run, "--data", At("music.json")).Refuses(expected);
    }

    [Theory]
    [InlineData("--data nowhere.json", "--data: nowhere.json cannot be read")]
    [InlineData("--cells rnn", "--cells: \"rnn\" is no cell; need elman, lstm or gru")]
    [InlineData("--frames 8", "--frames: 8 is out of range")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);

    private string At(string name) => Path.Combine(_folder, name);
}
