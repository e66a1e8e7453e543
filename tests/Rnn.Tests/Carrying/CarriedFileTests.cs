using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using Xunit;
using State = AutoDiff.Rnn.StackState<float, AutoDiff.Rnn.LstmState<float>>;

namespace AutoDiff.Tests.Rnn.Carrying;

// A carried state in a file: bit by bit, whole or not at all.
public sealed class CarriedFileTests
{
    [Fact]
    public void A_state_comes_back_bit_by_bit()
    {
        CarriedState<float, State> carried = Carried(), other = new();
        TensorFile file = new();
        carried.SaveState(file);
        new CarriedState<float, State>().SaveState(file, "none");
        TensorFile read = Written(file);
        other.LoadState(read);
        Assert.Equal(Bits(carried), Bits(other));
        Assert.Equal(carried.Parts().Select(part => part.Shape), other.Parts().Select(part => part.Shape));
        other.LoadState(read, "none");
        Assert.True(other.IsEmpty);
    }

    [Fact]
    public void What_is_not_whole_is_refused_and_the_state_stays()
    {
        CarriedState<float, State> carried = Carried(), other = Carried();
        int[] before = Bits(other);
        TensorFile file = new();
        carried.SaveState(file, "a");
        Says<TensorFileException>(() => other.LoadState(file), "CarriedState.LoadState", "no entry carried.count");
        foreach ((int count, string word) in (IEnumerable<(int, string)>)
        [
            (5, "no entry a.4"),
            (3, "5 entries begin with a., by the counts there are 4"),
            (0, "5 entries"),
            (-1, "no count"),
        ])
            Says<TensorFileException>(() => other.LoadState(With(file, "a.count", [count]), "a"), "CarriedState.LoadState", word);
        Says<TensorFileException>(() => other.LoadState(With(file, "a.count", [1, 2]), "a"), "no count");
        Says<ArgumentException>(() => new CarriedState<double, StackState<double, LstmState<double>>>().LoadState(file, "a"), "a.0", "F32");
        Assert.Equal(before, Bits(other));
        TensorFile taken = new();
        taken.Add<float>("carried.3", Shape.Scalar, [1]);
        Says<ArgumentException>(() => carried.SaveState(taken), "the name is taken", "carried.3");
        Assert.Single(taken.Entries);
    }

    // Every byte of a file, two or three of its bits: a damage is refused in words, or is one of the numbers, which no file can know.
    [Fact]
    public void A_damaged_file_is_refused_or_has_other_numbers()
    {
        TensorFile file = new();
        Carried().SaveState(file);
        using MemoryStream stream = new();
        file.Write(stream);
        byte[] bytes = stream.ToArray();
        int header = 8 + BitConverter.ToInt32(bytes), accepted = 0;
        for (int bit = 0; bit < 8 * bytes.Length; bit += 3)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            CarriedState<float, State> carried = new();
            Exception? error = Record.Exception(() => carried.LoadState(TensorFile.Read(new MemoryStream(bytes), "test")));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(error is null or TensorFileException or ArgumentException, $"bit {bit}: {error}");
            Assert.Equal(error is null ? 4 : 0, carried.PartCount);
            accepted += error is null && bit / 8 >= header ? 1 : 0;
        }

        Assert.InRange(accepted, 8 * 4 * 4 * 6 / 3 - 1, 8 * 4 * 4 * 6 / 3 + 1);
    }

    [Fact]
    public void A_state_that_is_refused_leaves_the_one_that_was_carried()
    {
        using Tape<float> tape = new();
        CarriedState<float, LstmState<float>> carried = new();
        carried.Load([(new Shape(1), [1f]), (new Shape(1), [2f])]);
        Assert.ThrowsAny<InvalidOperationException>(() => carried.Save(new LstmState<float>(tape.Constant([5f], new Shape(1)), default)));
        Assert.Equal([1f, 2f], carried.Parts().Select(part => part.Values.Span[0]));
        CarriedState<float, State> stack = Carried();
        int[] before = Bits(stack);
        State half = new(3);
        half.SetLayer(0, new LstmState<float>(tape.Constant([5f], new Shape(1)), tape.Constant([6f], new Shape(1))));
        Assert.ThrowsAny<InvalidOperationException>(() => stack.Save(half));
        Assert.Equal(before, Bits(stack));
    }

    // Two layers of an LSTM, among them numbers that are none.
    private static CarriedState<float, State> Carried()
    {
        CarriedState<float, State> carried = new();
        carried.Load([.. Enumerable.Range(0, 4).Select(part => (new Shape(2, 3), (float[])[part, -0f, float.NaN, float.Epsilon, float.MaxValue, float.NegativeInfinity]))]);
        return carried;
    }

    private static int[] Bits(CarriedState<float, State> carried) =>
        [.. carried.Parts().SelectMany(part => part.Values.ToArray().Select(BitConverter.SingleToInt32Bits))];

    private static TensorFile Written(TensorFile file)
    {
        using MemoryStream stream = new();
        file.Write(stream);
        stream.Position = 0;
        return TensorFile.Read(stream, "test");
    }

    // The same file with other numbers in one entry.
    private static TensorFile With(TensorFile file, string name, long[] values)
    {
        TensorFile other = new();
        foreach (TensorEntry entry in file.Entries)
        {
            if (entry.Name == name)
                other.Add<long>(name, values.Length == 1 ? Shape.Scalar : new Shape(values.Length), values);
            else
                other.Add(entry.Name, entry.Shape, entry.Values<float>());
        }

        return other;
    }

    private static void Says<TError>(Action call, params string[] words)
        where TError : Exception
    {
        TError error = Assert.ThrowsAny<TError>(call);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
