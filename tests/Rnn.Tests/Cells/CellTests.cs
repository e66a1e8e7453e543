using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// What must hold of every cell.
public sealed class CellTests
{
    public static TheoryData<string> Names => CellTable.Names;

    // A new cell is proven, or this fails.
    [Fact]
    public void Every_public_cell_is_in_a_table()
    {
        IEnumerable<Type> cells = typeof(ICell<,>).Assembly.GetExportedTypes().Where(type => type.IsClass && type.GetInterfaces().Any(one =>
            one.IsGenericType && (one.GetGenericTypeDefinition() == typeof(ICell<,>) || one.GetGenericTypeDefinition() == typeof(ITreeCell<,>))));
        IEnumerable<Type> proven = CellTable.Cases.Select(one => one.Type).Concat(TreeCellTests.Cells.Select(cell => cell.GetType()));
        Assert.Empty(cells.Except(proven.Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_its_formula(string name) => Check.Seeds(seed => CellTable.Of(name).IsItsFormula(new Random(seed)), cases: 10);

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_first_and_second_derivatives_are_right(string name) => CellTable.Of(name).HasRightDerivatives();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_gradient_penalty_is_differentiable(string name) => CellTable.Of(name).HasADifferentiablePenalty();

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_mapped_over_sequences(string name) => CellTable.Of(name).IsMapped();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sequence_is_its_steps(string name) => Check.Seeds(seed => CellTable.Of(name).RunsAsItSteps(new Random(seed)), cases: 8);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_truncates_by_the_definition(string name) => Check.Seeds(seed => CellTable.Of(name).Truncates(new Random(seed)), cases: 2);

    [Theory]
    [MemberData(nameof(Names))]
    public void Class_numbers_are_one_hot_vectors(string name) => Check.Seeds(seed => CellTable.Of(name).LooksUpOneHot(new Random(seed)), cases: 5);

    [Theory]
    [MemberData(nameof(Names))]
    public void Noise_is_of_the_sequence_and_the_step(string name) => Check.Seeds(seed => CellTable.Of(name).ReplaysItsNoise(new Random(seed)), cases: 3);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_begins_anew(string name) => CellTable.Of(name).BeginsAnewByRow();

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_parameters_have_names_of_their_own(string name) => CellTable.Of(name).KeepsItsParametersInAFile();

    // A cell that is made of others records what it adds itself before these refuse.
    [Fact]
    public void What_does_not_fit_is_refused_without_a_trace()
    {
        foreach (CellCase cell in CellTable.Cases.Where(one => one.Name is not ("state dropout" or "weight drop" or "residual" or "all of them" or "a pair" or "a user's own")))
            cell.IsRefusedWithoutATrace();
    }

    [Fact]
    public void Sizes_are_refused_by_every_cell_itself()
    {
        foreach (CellCase cell in CellTable.Cases.Where(one => one.Name != "a user's own"))
        {
            string maker = cell.Type.Name.EndsWith("Cell`1", StringComparison.Ordinal) ? cell.Type.Name[..^2] : "Cell";
            Assert.Contains(maker, Assert.Throws<ArgumentException>(() => cell.Make(0, 2, new RandomStream(1))).Message, StringComparison.Ordinal);
            if (cell.Name is not ("SRU of one size" or "residual" or "all of them"))
                Assert.Contains("hidden size is 0", Assert.Throws<ArgumentException>(() => cell.Make(2, 0, new RandomStream(1))).Message, StringComparison.Ordinal);
        }
    }

    // The last is finite in double alone.
    [Fact]
    public void A_forget_bias_that_is_no_number_is_refused_before_weights_are_drawn()
    {
        RandomStream random = new(1);
        foreach (double bias in (double[])[double.NaN, double.NegativeInfinity, 1e39])
        {
            foreach (Func<object> make in (Func<object>[])
            [
                () => new LstmCell<float>(2, 3, random, bias), () => new CoupledLstmCell<float>(2, 3, random, bias), () => new PeepholeLstmCell<float>(2, 3, random, bias),
                () => new ProjectedLstmCell<float>(2, 3, 2, random, bias), () => new LayerNormLstmCell<float>(2, 3, random, bias),
                () => new ChildSumTreeLstmCell<float>(2, 3, random, bias), () => new NaryTreeLstmCell<float>(2, 3, 2, random, bias),
            ])
                Assert.Contains("need a finite number", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
        }

        Assert.Equal(0UL, random.Position);
    }

    [Fact]
    public void Sizes_whose_gates_overflow_are_refused()
    {
        RandomStream random = new(1);
        foreach (int much in (int[])[(1 << 29) + 1, 1 << 30, int.MaxValue])
        {
            foreach (Func<object> make in (Func<object>[])
            [
                () => new LstmCell<float>(1, much, random), () => new PeepholeLstmCell<float>(1, much, random), () => new ProjectedLstmCell<float>(1, much, 2, random),
                () => new LayerNormLstmCell<float>(1, much, random), () => new SruCell<float>(1, much, random), () => new ChildSumTreeLstmCell<float>(1, much, random),
                () => new NaryTreeLstmCell<float>(1, much, 1, random), () => new NaryTreeLstmCell<float>(1, much, much, random),
            ])
                Assert.Contains("side by side; need at most", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
        }

        foreach (Func<object> make in (Func<object>[])
            [() => new GruCell<float>(1, int.MaxValue, random), () => new CoupledLstmCell<float>(1, int.MaxValue, random), () => new MguCell<float>(1, 1 << 30, random)])
            Assert.Contains("side by side; need at most", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_before_the_first_step_is_zero_and_an_lstm_starts_out_remembering()
    {
        using Tape<double> tape = new();
        RandomStream random = new(1);
        LstmState<double> state = new LstmCell<double>(2, 3, random).InitialState(tape, 4);
        Assert.Equal(new Shape(4, 3), state.Hidden.Shape);
        Assert.Equal(new double[12], state.Hidden.ToArray());
        Assert.Equal(new double[12], state.Cell.ToArray());
        LstmState<double> projected = new ProjectedLstmCell<double>(2, 5, 3, random).InitialState(tape, 4);
        Assert.Equal((new Shape(4, 3), new Shape(4, 5)), (projected.Hidden.Shape, projected.Cell.Shape));
        double[] remembers = [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0];
        Assert.Equal(remembers, new LstmCell<double>(2, 3, random).Bias!.Values.ToArray());
        Assert.Equal(remembers, new PeepholeLstmCell<double>(2, 3, random).Bias.Values.ToArray());
        Assert.Equal(remembers, new LayerNormLstmCell<double>(2, 3, random).InputNorm.Bias!.Values.ToArray());
        Assert.Equal([-1, -1, 0, 0, 0, 0], new CoupledLstmCell<double>(2, 2, random).Bias.Values.ToArray());
    }

    // A relu cell with the identity keeps what it has seen, which is the point of it.
    [Fact]
    public void An_irnn_adds_up()
    {
        ElmanCell<double> cell = new(2, 2, new RandomStream(1), Activation.Relu);
        Initializers.Identity(cell.InputWeights);
        Initializers.Identity(cell.RecurrentWeights);
        using Tape<double> tape = new();
        cell.Unroll(tape.Constant([1, 2, 3, 4, 5, 6], new Shape(3, 1, 2)), cell.InitialState(tape, 1), out HiddenState<double> final);
        Assert.Equal([9, 12], final.Hidden.ToArray());
    }

    [Fact]
    public void Independent_weights_are_kept_within_their_bound()
    {
        IndependentCell<double> cell = new(1, 3, new RandomStream(1));
        Numbers.Draw(new Random(1), 3, 0).CopyTo(cell.RecurrentWeights.Write());
        new double[] { -3, 0.5, 1.5 }.CopyTo(cell.RecurrentWeights.Write());
        double bound = IndependentCell<double>.Bound(20, 4);
        Assert.Equal(4, Math.Pow(bound, 20), 1e-12);
        cell.ClipRecurrentWeights(bound);
        Assert.Equal([-bound, 0.5, bound], cell.RecurrentWeights.Values.ToArray());
        Assert.Contains("step", Assert.Throws<ArgumentException>(() => IndependentCell<double>.Bound(0)).Message, StringComparison.Ordinal);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => IndependentCell<double>.Bound(3, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => cell.ClipRecurrentWeights(double.NaN)).Message, StringComparison.Ordinal);
    }
}
