using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// Names, layout and biases; that the numbers mean the same is PyTorchTests' proof.
public sealed class PyTorchWeightsTests
{
    [Fact]
    public void A_two_way_stack_goes_out_and_comes_back()
    {
        IModule<double>[] cells = [Drawn(new LstmCell<double>(2, 3, new RandomStream(1))), Drawn(new LstmCell<double>(6, 3, new RandomStream(2)))];
        IModule<double>[] reverse = [Drawn(new LstmCell<double>(2, 3, new RandomStream(3))), Drawn(new LstmCell<double>(6, 3, new RandomStream(4)))];
        TensorFile file = new();
        PyTorchWeights.Add(file, cells, reverse, "encoder.lstm");
        string[] kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
        Assert.Equal(
            (from suffix in (string[])["_l0", "_l1", "_l0_reverse", "_l1_reverse"] from kind in kinds select $"encoder.lstm.{kind}{suffix}").Order(),
            file.Entries.Select(entry => entry.Name).Order());
        Assert.Equal(new Shape(12, 6), file["encoder.lstm.weight_ih_l1_reverse"].Shape);
        IModule<double>[] loaded = [new LstmCell<double>(2, 3, new RandomStream(5)), new LstmCell<double>(6, 3, new RandomStream(6))];
        IModule<double>[] loadedReverse = [new LstmCell<double>(2, 3, new RandomStream(5)), new LstmCell<double>(6, 3, new RandomStream(6))];
        PyTorchWeights.Load(file, loaded, loadedReverse, "encoder.lstm");
        Assert.Equal(Numbers(cells), Numbers(loaded));
        Assert.Equal(Numbers(reverse), Numbers(loadedReverse));
    }

    [Fact]
    public void Two_biases_are_kept_and_one_takes_their_sum()
    {
        ElmanCell<float> two = new(2, 3, new RandomStream(1), biases: Biases.Two), one = new(2, 3, new RandomStream(2)), again = new(2, 3, new RandomStream(3), biases: Biases.Two);
        new float[] { 1, 2, 3 }.CopyTo(two.Bias!.Write());
        new float[] { 10, 20, 30 }.CopyTo(two.RecurrentBias!.Write());
        TensorFile file = new();
        PyTorchWeights.Add(file, [two]);
        PyTorchWeights.Load(file, [one]);
        PyTorchWeights.Load(file, [again]);
        Assert.Equal([11, 22, 33], one.Bias!.Values.ToArray());
        Assert.Equal([1, 2, 3], again.Bias!.Values.ToArray());
        Assert.Equal([10, 20, 30], again.RecurrentBias!.Values.ToArray());
        Assert.Equal(two.InputWeights.Values.ToArray(), one.InputWeights.Values.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_changes()
    {
        GruCell<double> gru = Drawn(new GruCell<double>(2, 3, new RandomStream(1)));
        TensorFile file = new();
        PyTorchWeights.Add(file, [gru]);
        GruCell<double> wide = new(3, 3, new RandomStream(2));
        double[] before = Numbers([wide]);
        Assert.Contains("weight_ih_l0", Assert.Throws<TensorFileException>(() => PyTorchWeights.Load(file, [wide])).Message, StringComparison.Ordinal);
        Assert.Contains("weight_ih_l1", Assert.Throws<TensorFileException>(() => PyTorchWeights.Load(file, [gru, wide])).Message, StringComparison.Ordinal);
        Assert.Equal(before, Numbers([wide]));
        LstmCell<double> bare = new(2, 3, new RandomStream(1), biases: Biases.None);
        TensorFile none = new();
        PyTorchWeights.Add(none, [bare]);
        Assert.Equal(["weight_ih_l0", "weight_hh_l0"], none.Entries.Select(entry => entry.Name));
        Assert.Contains(
            "MguCell",
            Assert.Throws<ArgumentException>(() => PyTorchWeights.Add(file, [new MguCell<double>(2, 3, new RandomStream(1))])).Message,
            StringComparison.Ordinal);
    }

    private static TCell Drawn<TCell>(TCell cell)
        where TCell : IModule<double>
    {
        AutoDiff.Tests.Rnn.Support.Numbers.Redraw(new Random(cell.Parameters[0].Shape.Count), cell.Parameters);
        return cell;
    }

    // A second bias that there is not was zero on the way, so that the sum is the one.
    private static double[] Numbers(IModule<double>[] cells) => [.. cells.SelectMany(cell => cell.Parameters).SelectMany(parameter => parameter.Values.ToArray())];
}
