using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// What cells around cells do, beyond what every cell does.
public sealed class WrapperTests
{
    private const int Steps = 5, Batch = 3, Hidden = 40;

    private readonly GruCell<double> _gru = new(2, Hidden, new RandomStream(1));
    private readonly LstmCell<double> _lstm = new(2, Hidden, new RandomStream(1));

    // In training every element is the old one or the new one, bit by bit; the share of old ones is the probability.
    [Fact]
    public void Zoneout_keeps_elements_of_the_old_state()
    {
        using Tape<double> tape = new();
        ZoneoutCell<double, LstmState<double>> cell = _lstm.WithZoneout(0.1, 0.5);
        Variable<double> input = _lstm.Project(tape.Constant(Numbers.Draw(new Random(1), 50 * 2), new Shape(50, 2)));
        LstmState<double> old = new(Random(tape, 2, 50), Random(tape, 3, 50));
        Variable<double> output = cell.Advance(input, in old, new Noise(new RandomKey(1, 2), 3), out LstmState<double> next);
        _lstm.Advance(input, in old, out LstmState<double> whole);
        Assert.Equal(next.Hidden.ToArray(), output.ToArray());
        for (int part = 0; part < 2; part++)
        {
            double[] before = old[part].ToArray(), after = whole[part].ToArray(), mixed = next[part].ToArray();
            Assert.All(mixed.Select((one, i) => one == before[i] || one == after[i]), Assert.True);
            double kept = mixed.Where((one, i) => one == before[i]).Count() / (double)mixed.Length;
            Assert.InRange(kept, cell.Probabilities[part] - 0.05, cell.Probabilities[part] + 0.05);
        }
    }

    // The mean over many masks is the mixture of evaluation: exactly so for one step of the state.
    [Fact]
    public void Zoneout_in_evaluation_is_the_expectation()
    {
        using Tape<double> tape = new();
        ZoneoutCell<double, HiddenState<double>> cell = _gru.WithZoneout(0.3);
        Variable<double> input = _gru.Project(Inputs(tape, 1));
        HiddenState<double> old = new(Random(tape, 2, Batch));
        double[] expected = cell.Advance(input, in old, out _).ToArray(), mean = new double[expected.Length];
        const int Draws = 4000;
        for (ulong draw = 0; draw < Draws; draw++)
        {
            double[] one = cell.Advance(input, in old, new Noise(new RandomKey(1, draw)), out _).ToArray();
            for (int i = 0; i < mean.Length; i++)
                mean[i] += one[i] / Draws;
        }

        // Five deviations of a mean of draws that lie at most 2 apart.
        Assert.All(mean.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 5 * Math.Sqrt(0.3 * 0.7 / Draws) * 2));
    }

    // Dropped recurrent weights are the same at all steps: the sequence is that of a cell with those weights.
    [Fact]
    public void Weight_drop_is_a_cell_with_some_weights_dropped()
    {
        Noise noise = new(new RandomKey(4, 5), 7);
        WeightDropCell<double, LstmState<double>> cell = _lstm.WithWeightDrop(_lstm.RecurrentWeights, 0.5);
        LstmCell<double> other = new(2, Hidden, new RandomStream(1));
        using Tape<double> tape = new();
        double[] dropped = Ops.Dropout(tape.Use(_lstm.RecurrentWeights), 0.5, noise.Key).ToArray();
        dropped.CopyTo(other.RecurrentWeights.Write());
        Assert.InRange(dropped.Count(one => one == 0) / (double)dropped.Length, 0.45, 0.55);
        Variable<double> inputs = Inputs(tape, Steps);
        double[] expected = other.Unroll(inputs, other.InitialState(tape, Batch), out _).ToArray();
        long before = tape.Counters.Nodes;
        Variable<double> outputs = cell.Unroll(inputs, cell.InitialState(tape, Batch), out _, noise: noise);
        Assert.Equal(expected, outputs.ToArray());
        Assert.InRange(tape.Counters.Nodes - before, 1, Steps + 5);
        tape.Backward(Ops.Sum(outputs));
        Assert.All(_lstm.RecurrentWeights.Gradient.ToArray().Zip(dropped), pair => Assert.Equal(pair.Second == 0, pair.First == 0));
        double[] evaluated = cell.Unroll(inputs, cell.InitialState(tape, Batch), out _).ToArray();
        Assert.Equal(_lstm.Unroll(inputs, _lstm.InitialState(tape, Batch), out _).ToArray(), evaluated);
    }

    // The units that are dropped never speak to the next step, in no step.
    [Fact]
    public void State_dropout_drops_the_same_units_at_every_step()
    {
        Noise noise = new(new RandomKey(4, 5));
        ElmanCell<double> elman = new(2, Hidden, new RandomStream(1));
        StateDropoutCell<double, HiddenState<double>> cell = elman.WithStateDropout(0.5);
        using Tape<double> tape = new();
        double[] mask = Ops.Dropout(tape.Fill(1, new Shape(Batch, Hidden)), 0.5, noise.Fork(0).Key).ToArray();
        HiddenState<double> state = new(Random(tape, 1, Batch));
        for (int t = 0; t < Steps; t++)
        {
            HiddenState<double> seen = new(state.Hidden * tape.Constant(mask, new Shape(Batch, Hidden)));
            Variable<double> input = elman.Project(Inputs(tape, 1));
            Variable<double> expected = elman.Advance(input, in seen, out _);
            Assert.Null(Numbers.Differ("output", expected.Values, cell.Advance(input, in state, noise.Later(t), out state).Values));
        }
    }

    // One inside the other draws from numbers of its own.
    [Fact]
    public void Nested_noise_is_independent()
    {
        Noise noise = new(new RandomKey(4, 5), 3);
        RandomKey[] keys =
        [
            noise.Key,
            noise.Fork(0).Key,
            noise.Fork(1).Key,
            noise.Fork(0).Fork(0).Key,
            noise.Fork(0).Fork(1).Key,
            noise.Fork(1).Fork(0).Key,
            noise.Fork(1).Fork(1).Key,
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal((noise.Step, noise.Fork(1).Step), (3, 3));
        Assert.Equal(noise.Fork(1).Later(2), noise.Later(2).Fork(1));
        Assert.False(default(Noise).Fork(0).IsOn);
        Assert.False(default(Noise).Later(3).IsOn);
        Assert.False(Noise.Draw(null).IsOn);
        RandomStream random = new(9);
        Assert.NotEqual(Noise.Draw(random), Noise.Draw(random));
    }

    // In a language model, overlapping windows see the masks of the whole sequence.
    [Fact]
    public void Windows_replay_the_noise_of_a_stack()
    {
        double[] losses = [.. ((Truncation[])[Truncation.None, Truncation.Chunks(2), Truncation.Window(3), Truncation.Window(3, 2)]).Select(policy => Loss(policy, 11))];
        Assert.All(losses, loss => Assert.Equal(losses[0], loss, 1e-12));
        Assert.NotEqual(losses[0], Loss(Truncation.None, 12), 1e-3);
    }

    // Rows of several lengths see the masks that they have side by side with padding, whichever way they are sorted, and their own state.
    [Fact]
    public void Packed_rows_see_the_masks_of_the_padded_run()
    {
        LstmCell<double> lstm = new(2, 2, new RandomStream(1));
        ICell<double, LstmState<double>> cell = lstm.WithWeightDrop(lstm.RecurrentWeights, 0.3).WithStateDropout(0.5, 0.2).WithZoneout(0.4, 0.3).WithResidual();
        Noise noise = new(new RandomKey(4, 5), 2);
        int[] lengths = [3, 5, 0, 1, 4];
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Constant(Numbers.Draw(new Random(1), 5 * 5 * 2), new Shape(5, 5, 2));
        double[] padded = cell.Unroll(inputs, cell.InitialState(tape, 5), out _, noise: noise).ToArray();
        double[] packed = cell.Unroll(inputs, new PackedRows(lengths), cell.InitialState(tape, 5), out _, noise: noise).ToArray();
        for (int t = 0; t < 5; t++)
        {
            for (int row = 0; row < 5; row++)
            {
                if (t >= lengths[row])
                    Array.Clear(padded, ((t * 5) + row) * 2, 2);
            }
        }

        Assert.Null(Numbers.Differ("outputs", padded, packed));
    }

    // Each direction and each of a pair's cells draws for itself, and only in training.
    [Fact]
    public void Pairs_and_directions_pass_noise_on()
    {
        GruCell<double> gru = new(2, 2, new RandomStream(1));
        CellPair<double, HiddenState<double>, HiddenState<double>> pair = new(gru.WithZoneout(0.5), gru.WithZoneout(0.5));
        Bidirectional<double, HiddenState<double>> both = new(gru.WithZoneout(0.5), gru.WithZoneout(0.5), DirectionMerge.Concatenate);
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Constant(Numbers.Draw(new Random(1), 8 * 4 * 2), new Shape(8, 4, 2));
        Noise noise = new(new RandomKey(4, 5));
        double[] run = pair.Unroll(inputs, pair.InitialState(tape, 4), out _, noise: noise).ToArray();
        Assert.Equal(
            run,
            new StepwiseCell<PairState<double, HiddenState<double>, HiddenState<double>>>(pair)
                .Unroll(inputs, pair.InitialState(tape, 4), out _, noise: noise)
                .ToArray());
        Assert.NotEqual(run, pair.Unroll(inputs, pair.InitialState(tape, 4), out _).ToArray());
        double[] trained = both.Unroll(inputs, both.InitialState(tape, 4), out _, new RandomStream(3)).ToArray();
        Assert.Equal(trained, both.Unroll(inputs, both.InitialState(tape, 4), out _, new RandomStream(3)).ToArray());
        Assert.NotEqual(trained, both.Unroll(inputs, both.InitialState(tape, 4), out _, new RandomStream(4)).ToArray());
        Assert.NotEqual(trained, both.Unroll(inputs, both.InitialState(tape, 4), out _).ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Refused(() => _lstm.WithZoneout(), "WithZoneout", "0 probabilities", "2 parts");
        Refused(() => _lstm.WithZoneout(0.1, 0.2, 0.3), "WithZoneout", "3 probabilities", "2 parts");
        Refused(() => _lstm.WithZoneout(1), "WithZoneout", "not a probability: 1");
        Refused(() => _gru.WithStateDropout(double.NaN), "WithStateDropout", "NaN");
        Refused(() => _gru.WithWeightDrop(_gru.RecurrentWeights, -0.5), "WithWeightDrop", "-0.5");
        Refused(() => _gru.WithWeightDrop(_lstm.RecurrentWeights, 0.5), "lstm.recurrent_weights", "GruCell", "gru.recurrent_weights");

        // A language model, and rows of several lengths, read them before the noise of a step is known.
        Refused(() => _gru.WithWeightDrop(_gru.InputWeights, 0.5), "WithWeightDrop: gru.input_weights", "read before the steps", "meet the state");
        Refused(() => _gru.WithZoneout(0.1).WithWeightDrop(_gru.InputBias, 0.5), "WithWeightDrop: gru.input_bias");
        LearnedStartCell<double, HiddenState<double>> learned = _gru.WithLearnedStart();
        Refused(() => learned.WithWeightDrop(learned.Start[0], 0.5), "WithWeightDrop: start.0", "initial state");
        Refused(() => _gru.WithResidual(), "WithResidual: sizes differ: GruCell takes 2 features and gives 40;");
        Assert.Throws<ArgumentOutOfRangeException>(() => new Noise(default, -1));
    }

    private static double Loss(Truncation policy, ulong seed)
    {
        RandomStream weights = new(1);
        LstmCell<double> one = new(3, 4, weights), other = new(4, 4, weights);
        RecurrentStack<double, LstmState<double>> stack = new(
            [one.WithWeightDrop(one.RecurrentWeights, 0.5), other.WithZoneout(0.3, 0.2).WithStateDropout(0.5).WithResidual()], dropout: 0.3);
        LanguageModel<double, LstmState<double>> model = new(new Embedding<double>(6, 3, weights), stack, new Linear<double>(4, 6, weights));
        Random random = new(5);
        StreamChunk chunk = new(Numbers.Classes(random, 14, 6), Numbers.Classes(random, 14, 6), 7, 2, 14);
        using TruncatedBackprop<double, StackState<double, LstmState<double>>> trainer = new(policy, LossReduction.Sum);
        return trainer.Accumulate(new LanguageSequence<double, LstmState<double>>(model, new RandomStream(seed)) { Chunk = chunk });
    }

    private static Variable<double> Random(Tape<double> tape, int seed, int batch) => tape.Constant(Numbers.Draw(new Random(seed), batch * Hidden), new Shape(batch, Hidden));

    private static Variable<double> Inputs(Tape<double> tape, int steps) =>
        tape.Constant(Numbers.Draw(new Random(1), steps * Batch * 2), steps == 1 ? new Shape(Batch, 2) : new Shape(steps, Batch, 2));

    private static void Refused(Func<object> call, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, Assert.Throws<ArgumentException>(() => { call(); }).Message, StringComparison.Ordinal));
}
