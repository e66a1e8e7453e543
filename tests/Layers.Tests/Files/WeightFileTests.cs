using System;
using System.Collections.Generic;
using System.IO;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class WeightFileTests
{
    [Fact]
    public void Weights_and_texts_come_back_bit_by_bit()
    {
        using Folder folder = new();
        float odd = BitConverter.Int32BitsToSingle(0x7FC12345);
        WeightFile.Save(
            folder["m"],
            [Gradients.Parameter("a.weight", 1f, float.NegativeZero, odd), new("b", Shape.Scalar, [float.Epsilon])],
            new Dictionary<string, string> { ["hidden"] = "3" });
        Parameter<float> a = Gradients.Parameter("a.weight", 0f, 0, 0), b = new("b", Shape.Scalar);
        IReadOnlyDictionary<string, string> metadata = WeightFile.Load(folder["m"], [b, a]);
        Assert.Equal([1f, float.NegativeZero, odd], a.Values);
        Assert.Equal(0x7FC12345, BitConverter.SingleToInt32Bits(a.Values[2]));
        Assert.True(float.IsNegative(a.Values[1]));
        Assert.Equal([float.Epsilon], b.Values);
        Assert.Equal(1, a.Version);
        Assert.Equal("3", metadata["hidden"]);
        Assert.Equal([folder["m"]], folder.Files);
    }

    [Fact]
    public void Conversion_happens_only_where_it_is_allowed()
    {
        using Folder folder = new();
        WeightFile.Save(folder["wide"], [Gradients.Parameter("w", 0.1, 1e300)]);
        WeightFile.Save(folder["narrow"], [Gradients.Parameter("w", 0.1f, 2)]);
        Parameter<float> narrow = Gradients.Parameter("w", 7f, 7);
        Parameter<double> wide = Gradients.Parameter("w", 7.0, 7);
        Refuses(
            $"LoadParameters: another element type: w F64 [2] in {folder["wide"]} was asked for as Single; need the same type. "
                + "Pass convert: true to convert it?",
            () => WeightFile.Load(folder["wide"], [narrow]));
        Assert.Equal([7f, 7], narrow.Values);
        WeightFile.Load(folder["wide"], [narrow], convert: true);
        Assert.Equal([0.1f, float.PositiveInfinity], narrow.Values);
        WeightFile.Load(folder["narrow"], [wide], convert: true);
        Assert.Equal([0.1f, 2.0], wide.Values);
        TensorFile whole = new();
        whole.Add("w", new Shape(2), [1L, 2]);
        whole.Save(folder["whole"]);
        Refuses(
            $"LoadParameters: another element type: w I64 [2] in {folder["whole"]} was asked for as Double; need F32 or F64.",
            () => WeightFile.Load(folder["whole"], [wide], convert: true));
    }

    [Fact]
    public void A_file_of_another_model_is_refused_and_changes_nothing()
    {
        using Folder folder = new();
        string path = folder["m"];
        WeightFile.Save(path, [Gradients.Parameter("a", 1f, 2), Gradients.Parameter("b", 3f)]);
        Parameter<float> a = Gradients.Parameter("a", 7f, 7), b = Gradients.Parameter("b", 7f), c = Gradients.Parameter("c", 7f), longer = Gradients.Parameter("b", 7f, 7);
        Refuses(
            $"LoadParameters: other names: {path} lacks 1 entries (\"c\") and has 1 unexpected ones (\"b\"); need exactly those of the model. "
                + "Was it saved from another model, or under a prefix?",
            () => WeightFile.Load(path, [a, c]));
        Refuses(
            $"LoadParameters: other names: {path} lacks 0 entries and has 1 unexpected ones (\"b\"); need exactly those of the model. "
                + "Was it saved from another model, or under a prefix?",
            () => WeightFile.Load(path, [a]));
        Refuses(
            $"LoadParameters: another shape: b F32 [1] in {path}, but [2] is needed; need equal shapes. Was it saved from a model of other sizes?",
            () => WeightFile.Load(path, [a, longer]));
        Assert.Equal(
            "LoadParameters: two parameters share a name: a [2] at place 0 and a [2] at place 1; need a name for each. "
                + "Give the modules different names, or list a shared parameter once.",
            Assert.Throws<ArgumentException>(() => WeightFile.Load(path, [a, a])).Message);
        Assert.Equal(0, a.Version + b.Version + c.Version + longer.Version);
        Assert.Equal([7f, 7], a.Values);
    }

    [Fact]
    public void A_missing_file_and_a_half_one_are_told_apart()
    {
        using Folder folder = new();
        Assert.Throws<FileNotFoundException>(() => WeightFile.Load<float>(folder["none"], []));
        File.WriteAllBytes(folder["half"], [1, 2, 3]);
        Refuses(
            $"Read: no header: {folder["half"]} has 3 bytes; need 8 or more, of a safetensors file. Was it saved to the end?",
            () => WeightFile.Load<float>(folder["half"], []));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_no_other()
    {
        using Folder folder = new();
        WeightFile.Save(folder["m"], [Gradients.Parameter("a", 1f)]);
        byte[] old = File.ReadAllBytes(folder["m"]);

        // Refused before writing, while writing, and when the old file is to be replaced.
        Assert.Throws<ArgumentException>(() => WeightFile.Save(folder["m"], [Gradients.Parameter("a", 2f), Gradients.Parameter("a", 3f)]));
        Assert.Throws<ArgumentException>(() => WeightFile.Save(folder["m"], [Gradients.Parameter("a", 2f)], new Dictionary<string, string> { ["k"] = "\ud800" }));
        Assert.Equal(old, File.ReadAllBytes(folder["m"]));
        Directory.CreateDirectory(folder["taken"]);
        Assert.ThrowsAny<Exception>(() => WeightFile.Save(folder["taken"], [Gradients.Parameter("a", 2f)]));
        Assert.Throws<DirectoryNotFoundException>(() => WeightFile.Save(Path.Combine(folder["nowhere"], "m"), [Gradients.Parameter("a", 2f)]));
        Assert.Equal([folder["m"]], folder.Files);

        WeightFile.Save(folder["m"], [Gradients.Parameter("a", 2f)]);
        Assert.NotEqual(old, File.ReadAllBytes(folder["m"]));
        Assert.Equal([folder["m"]], folder.Files);
    }

    [Fact]
    public void Under_a_prefix_a_checkpoint_holds_more_than_the_weights()
    {
        Parameter<double> parameter = Gradients.Parameter("w", 1.0, 2), other = Gradients.Parameter("w", 0.0, 0);
        TensorFile file = new();
        file.AddParameters([parameter], "model");
        file.Add("random.position", Shape.Scalar, [5L]);
        file.LoadParameters([other], "model");
        Assert.Equal(parameter.Values, other.Values);
        Assert.Throws<TensorFileException>(() => file.LoadParameters([other]));
    }

    private static void Refuses(string message, Action action) => Assert.Equal(message, Assert.Throws<TensorFileException>(action).Message);
}
