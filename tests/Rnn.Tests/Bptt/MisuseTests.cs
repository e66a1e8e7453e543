using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.HiddenState<double>;

namespace AutoDiff.Tests.Rnn.Bptt;

// What a user's sequence may do wrong, and what is left behind then.
public sealed class MisuseTests
{
    private readonly CellTrial<State> _trial = (CellTrial<State>)CellTrial.Make(CellKind.Gru, 3, steps: 6, batch: 2);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_the_sequence_throws_leaves_the_carried_state_as_it_was(int goodRuns)
    {
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(4, 2), LossReduction.Sum);
        CarriedState<double, State> carried = new();
        trainer.Accumulate(_trial.Sequence, carried);
        double[] before = carried.Parts().Single().Values.ToArray();
        Wrong wrong = new(_trial.Sequence) { GoodRuns = goodRuns, Throws = true };
        Assert.Equal("a test's", Assert.Throws<NotSupportedException>(() => trainer.Accumulate(wrong, carried)).Message);
        Assert.Equal(before, carried.Parts().Single().Values.ToArray());

        // The next update is as if nothing had been.
        _trial.Parameters.ClearGradients();
        double loss = trainer.Accumulate(_trial.Sequence, carried);
        double[] gradients = _trial.Gradients;
        using TruncatedBackprop<double, State> fresh = new(Truncation.Window(4, 2), LossReduction.Sum);
        CarriedState<double, State> same = new();
        same.Load([(carried.Parts().Single().Shape, before)]);
        _trial.Parameters.ClearGradients();
        Assert.Equal(loss, fresh.Accumulate(_trial.Sequence, same));
        Assert.Equal(gradients, _trial.Gradients);
    }

    [Fact]
    public void A_loss_that_is_none_or_no_scalar_is_refused_before_anything_is_added()
    {
        using TruncatedBackprop<double, State> trainer = new(Truncation.Chunks(3), LossReduction.Sum);
        _trial.Parameters.ClearGradients();
        ArgumentException error = Assert.Throws<ArgumentException>(() => trainer.Accumulate(new Wrong(_trial.Sequence)));
        Assert.All((string[])["TruncatedBackprop", "Wrong", "no loss", "steps 0 to 2", "6 targets"], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        error = Assert.Throws<ArgumentException>(() => trainer.Accumulate(new Wrong(_trial.Sequence) { Shape = new Shape(2, 1) }));
        Assert.All((string[])["a loss of shape [2, 1]", "scalar"], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.All(_trial.Parameters, parameter => Assert.False(parameter.HasGradient));
    }

    [Fact]
    public void A_trainer_that_is_disposed_says_so()
    {
        TruncatedBackprop<double, State> trainer = new(Truncation.None, LossReduction.Sum);
        trainer.Dispose();
        trainer.Dispose();
        TapeException error = Assert.Throws<TapeException>(() => trainer.Accumulate(_trial.Sequence));
        Assert.Contains("disposed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_carried_state_of_another_batch_is_refused()
    {
        using TruncatedBackprop<double, StackState<double, State>> trainer = new(Truncation.None, LossReduction.Sum);
        RandomStream random = new(1);
        LanguageModel<double, State> model = new(null, new RecurrentStack<double, State>([new GruCell<double>(5, 3, random)]), new Linear<double>(3, 5, random));
        CarriedState<double, StackState<double, State>> carried = new();
        trainer.Accumulate(new LanguageSequence<double, State>(model) { Chunk = new StreamChunk(new int[6], new int[6], 3, 2, 6) }, carried);
        LanguageSequence<double, State> other = new(model) { Chunk = new StreamChunk(new int[6], new int[6], 2, 3, 6) };
        ArgumentException error = Assert.Throws<ArgumentException>(() => trainer.Accumulate(other, carried));
        Assert.Contains("another batch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_variable_may_be_the_state_before_and_after()
    {
        RandomStream random = new(1);
        RecurrentStack<double, LstmState<double>> stack = new([new LstmCell<double>(2, 3, random), new LstmCell<double>(3, 3, random)]);
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant(Numbers.Draw(new Random(1), 12), new Shape(3, 2, 2));
        StackState<double, LstmState<double>> start = stack.InitialState(tape, 2), state = start;
        double[] expected = stack.Unroll(x, in start, out StackState<double, LstmState<double>> final).ToArray();
        Assert.Equal(expected, stack.Unroll(x, in state, out state).ToArray());
        Assert.Equal(final.Layer(1).Cell.ToArray(), state.Layer(1).Cell.ToArray());
    }

    [Fact]
    public void A_cell_that_stands_twice_shares_its_weights_and_is_listed_once()
    {
        RandomStream random = new(1);
        LstmCell<double> cell = new(3, 3, random);
        RecurrentStack<double, LstmState<double>> stack = new([cell, cell]);
        Assert.Equal(cell.Parameters, stack.Parameters);
        LanguageModel<double, LstmState<double>> model = new(new Embedding<double>(4, 3, random), stack, new Linear<double>(3, 4, random));
        Assert.Equal(model.Parameters.Count, model.Parameters.Distinct().Count());
    }

    [Fact]
    public void A_stack_keeps_the_cells_that_it_was_given()
    {
        RandomStream random = new(1);
        ICell<double, State>[] cells = [new GruCell<double>(3, 3, random), new GruCell<double>(3, 3, random)];
        RecurrentStack<double, State> stack = new(cells);
        ICell<double, State> first = cells[0];
        cells[0] = new GruCell<double>(7, 7, random);
        Assert.Same(first, stack.Cells[0]);
    }

    // Two cells of one name train, and are refused before a file is written.
    [Fact]
    public void Two_cells_of_one_name_are_refused_by_files()
    {
        RandomStream random = new(1);
        RecurrentStack<double, State> same = new([new GruCell<double>(3, 3, random), new GruCell<double>(3, 3, random)]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new TensorFile().AddParameters(same.Parameters));
        Assert.All((string[])["two parameters share a name", "gru.input_weights"], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        RecurrentStack<double, State> named = new([new GruCell<double>(3, 3, random), new GruCell<double>(3, 3, random, "gru2")]);
        new TensorFile().AddParameters(named.Parameters);
    }

    // Runs as the sequence inside does, until it fails; without failing it returns a loss of the given shape, or none.
    private sealed class Wrong(CellSequence<State> inside) : ISequence<double, State>
    {
        private int _runs;

        public int GoodRuns { get; init; }

        public bool Throws { get; init; }

        public Shape? Shape { get; init; }

        public int Steps => inside.Steps;

        public State InitialState(Tape<double> tape) => inside.InitialState(tape);

        public int TargetCount(int from, int end) => inside.TargetCount(from, end);

        public Variable<double> Run(Tape<double> tape, in State state, Segment segment, out State next)
        {
            Variable<double> loss = inside.Run(tape, in state, segment, out next);
            if (Throws && _runs++ >= GoodRuns)
                throw new NotSupportedException("a test's");
            return Throws ? loss : Shape is Shape shape ? Ops.BroadcastTo(loss, shape) : default;
        }
    }
}
