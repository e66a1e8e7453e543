using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Bptt;

// Windows whose steps are run once give the gradient of windows that are run one by one, and cost what the theory says.
public sealed class WindowAlgorithmTests
{
    private static readonly WindowAlgorithm[] Shared = [WindowAlgorithm.Banded, WindowAlgorithm.TwoStack, WindowAlgorithm.Automatic];

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Every_algorithm_gives_the_gradient_of_every_loss_differentiated_on_its_own(CellKind kind) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            CellTrial trial = CellTrial.Make(kind, seed, steps: random.Next(1, 20));
            bool[] counts = [.. Enumerable.Range(0, trial.Steps).Select(_ => random.Next(3) > 0)];
            counts[random.Next(counts.Length)] = true;
            if (random.Next(2) == 0)
                trial.Count(step => counts[step]);
            int length = random.Next(1, trial.Steps + 2), stride = random.Next(1, length + 1);
            return Compare(trial, length, 1) ?? Compare(trial, length, stride);
        },
        cases: 40);

    [Fact]
    public void A_cell_of_the_user_s_own_needs_nothing_more() => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            LeakyCell cell = new(2, random.Next(1, 4), new RandomStream((ulong)seed));
            return Compare(new CellTrial<HiddenState<double>>(cell, random.Next(2, 16), random.Next(1, 4), random), random.Next(2, 9), 1);
        },
        cases: 20);

    [Fact]
    public void A_batch_whose_rows_act_on_each_other_is_swept_and_refused_by_two_stacks()
    {
        CellTrial<HiddenState<double>> trial = new(new MeanFieldCell(2, new RandomStream(3)), 14, 3, new Random(3));
        double[] expected = Gradients(trial, Truncation.Window(9) with { Algorithm = WindowAlgorithm.Segments });
        Assert.Null(Numbers.Differ("banded", expected, Gradients(trial, Truncation.Window(9) with { Algorithm = WindowAlgorithm.Banded }), 1e-11));
        Assert.Null(Numbers.Differ("automatic", expected, Gradients(trial, Truncation.Window(9)), 1e-11));
        ArgumentException error = Assert.Throws<ArgumentException>(() => trial.Accumulate(Truncation.Window(9) with { Algorithm = WindowAlgorithm.TwoStack }));
        Assert.Contains("act on each other", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_may_have_no_state_at_all()
    {
        foreach (Truncation policy in (Truncation[])[Truncation.None, Truncation.Chunks(2), Truncation.Window(3), Truncation.Window(3, 2), Truncation.Rtrl])
        {
            StatelessSequence sequence = new(6);
            using TruncatedBackprop<double, StatelessSequence.None> trainer = new(policy, LossReduction.Sum);
            CarriedState<double, StatelessSequence.None> carried = new();
            trainer.Accumulate(sequence, carried);
            trainer.Accumulate(sequence, carried);
            Assert.Equal(2 * 2 * ((6 * 0.7) - 15), sequence.Weight.Gradient[0], 1e-12);
        }
    }

    // The part that all rows share stands first, or last.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_state_with_a_part_that_is_not_the_batch_s_is_one_row(bool sharedFirst)
    {
        CellTrial<PairState<double, HiddenState<double>, HiddenState<double>>> trial = new(new SharedPartCell(sharedFirst), 20, 2, new Random(3));
        double[] expected = Gradients(trial, Truncation.Window(15) with { Algorithm = WindowAlgorithm.Segments });
        foreach (WindowAlgorithm algorithm in Shared)
            Assert.Null(Numbers.Differ($"{algorithm}", expected, Gradients(trial, Truncation.Window(15) with { Algorithm = algorithm }), 1e-11));
    }

    // So many that rows times rows times features would not be a number of 32 bits.
    [Fact]
    public void A_batch_of_very_many_rows_is_swept_alike()
    {
        CellTrial<HiddenState<double>> trial = new(new ElmanCell<double>(1, 1, new RandomStream(3)), 7, 47_000, new Random(3));
        double[] expected = Gradients(trial, Truncation.Window(6) with { Algorithm = WindowAlgorithm.Banded });
        Assert.Null(Numbers.Differ("automatic", expected, Gradients(trial, Truncation.Window(6)), 1e-9));
    }

    // Two layers, dropout between and behind them, a carried state, the mean: as a language model is trained.
    [Theory]
    [InlineData(LossReduction.Sum)]
    [InlineData(LossReduction.Mean)]
    public void A_language_model_gets_the_same_gradient_from_every_algorithm(LossReduction reduction) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            RandomStream weights = new((ulong)seed);
            RecurrentStack<double, LstmState<double>> stack = new([new LstmCell<double>(3, 2, weights), new LstmCell<double>(2, 1, weights)], dropout: 0.3);
            LanguageModel<double, LstmState<double>> model = new(new Embedding<double>(5, 3, weights), stack, new Linear<double>(1, 5, weights), dropout: 0.3);
            int steps = random.Next(20, 40), rows = random.Next(1, 3), length = random.Next(2, 20);
            StreamChunk chunk = new(Numbers.Classes(random, steps * rows, 5), Numbers.Classes(random, steps * rows, 5), steps, rows, (steps * rows) - random.Next(rows));
            CarriedState<double, StackState<double, LstmState<double>>> start = new();
            (double Loss, double[] Gradient, double[] State) Run(WindowAlgorithm algorithm)
            {
                model.ClearGradients();
                using TruncatedBackprop<double, StackState<double, LstmState<double>>> trainer = new(Truncation.Window(length) with { Algorithm = algorithm }, reduction);
                LanguageSequence<double, LstmState<double>> sequence = new(model, new RandomStream(9)) { Chunk = chunk };
                CarriedState<double, StackState<double, LstmState<double>>> carried = new();
                carried.CopyFrom(start);
                double loss = trainer.Accumulate(sequence, carried);
                double[] state = [.. carried.Parts().SelectMany(part => part.Values.ToArray())];
                if (algorithm == WindowAlgorithm.Segments)
                    start.CopyFrom(carried);
                return (loss, Numbers.Gradients(model.Parameters), state);
            }

            Run(WindowAlgorithm.Segments);
            CarriedState<double, StackState<double, LstmState<double>>> kept = new();
            kept.CopyFrom(start);
            (double loss, double[] gradient, double[] state) = Run(WindowAlgorithm.Segments);
            start.CopyFrom(kept);
            foreach (WindowAlgorithm algorithm in Shared)
            {
                (double otherLoss, double[] otherGradient, double[] otherState) = Run(algorithm);
                string? broken = Numbers.Differ("loss", [loss], [otherLoss])
                    ?? Numbers.Differ("gradient", gradient, otherGradient, 1e-10)
                    ?? Numbers.Differ("state", state, otherState, 1e-12);
                if (broken is not null)
                    return $"{algorithm}, window {length} of {steps}: {broken}";
            }

            return null;
        },
        cases: 15);

    [Theory]
    [InlineData(WindowAlgorithm.Banded)]
    [InlineData(WindowAlgorithm.TwoStack)]
    public void In_single_precision_the_algorithms_agree_too(WindowAlgorithm algorithm)
    {
        RandomStream weights = new(2);
        LanguageModel<float, HiddenState<float>> model = new(
            null, new RecurrentStack<float, HiddenState<float>>([new GruCell<float>(5, 4, weights)]), new Linear<float>(4, 5, weights));
        StreamChunk chunk = new(Numbers.Classes(new Random(3), 60, 5), Numbers.Classes(new Random(4), 60, 5), 30, 2, 60);
        double[] Run(WindowAlgorithm one)
        {
            model.ClearGradients();
            using TruncatedBackprop<float, StackState<float, HiddenState<float>>> trainer = new(Truncation.Window(12) with { Algorithm = one }, LossReduction.Mean);
            trainer.Accumulate(new LanguageSequence<float, HiddenState<float>>(model) { Chunk = chunk });
            return [.. model.Parameters.SelectMany(parameter => parameter.Gradient.ToArray()).Select(value => (double)value)];
        }

        Assert.Null(Numbers.Differ("gradient", Run(WindowAlgorithm.Segments), Run(algorithm), 1e-6));
    }

    // More than one piece is recorded, from the last to the first; a state that is learned gets its gradient from the first.
    [Theory]
    [InlineData(WindowAlgorithm.Banded)]
    [InlineData(WindowAlgorithm.TwoStack)]
    public void Long_sequences_are_swept_piece_by_piece(WindowAlgorithm algorithm)
    {
        CellTrial trial = CellTrial.Make(CellKind.Gru, 4, steps: 1_100, batch: 2);
        double[] expected = Gradients(trial, Truncation.Window(12) with { Algorithm = WindowAlgorithm.Segments });
        trial.StepsRun();
        Assert.Null(Numbers.Differ("gradient", expected, Gradients(trial, Truncation.Window(12) with { Algorithm = algorithm }), 1e-10));
        Assert.Equal((1_100, 1_024), trial.StepsRun());
    }

    // Two stacks would save rows here, for the price of more Jacobians than memory is worth; the last one asks for more than an array holds.
    [Fact]
    public void Jacobians_do_not_outgrow_memory()
    {
        const int Window = 132;
        Assert.True((Window - 1) * 126 * 64 * 64 > 1 << 26);
        Assert.Equal(PulledRows(WindowAlgorithm.Banded, 126), PulledRows(WindowAlgorithm.Automatic, 126));
        Assert.NotEqual(PulledRows(WindowAlgorithm.Banded, 2), PulledRows(WindowAlgorithm.Automatic, 2));
        using TruncatedBackprop<float, HiddenState<float>> trainer = new(Truncation.Window(17) with { Algorithm = WindowAlgorithm.TwoStack }, LossReduction.Sum);
        Refusal.Of(
            () => trainer.Accumulate(new Fading(18, 32, 2048)),
            "TruncatedBackprop",
            "the Jacobians of 16 steps",
            "2,147,483,648 elements for 32 rows of 2048 features",
            "Banded");

        static long PulledRows(WindowAlgorithm algorithm, int batch)
        {
            using TruncatedBackprop<float, HiddenState<float>> trainer = new(Truncation.Window(Window) with { Algorithm = algorithm }, LossReduction.Sum);
            trainer.Accumulate(new Fading(Window + 1, batch, 64));
            return trainer.PulledRows;
        }
    }

    // The table of costs: rows through steps are pairs - T for the banded sweep, and for two stacks do not grow with the window.
    [Theory]
    [InlineData(WindowAlgorithm.Banded, 100, 1_000, (100 * 1_000) - (100 * 99 / 2) - 1_000, 0)]
    [InlineData(WindowAlgorithm.Banded, 7, 40, (7 * 40) - (7 * 6 / 2) - 40, 0)]
    [InlineData(WindowAlgorithm.TwoStack, 100, 1_000, 6_652, 1)]
    [InlineData(WindowAlgorithm.Automatic, 100, 1_000, 6_652, 1)]
    public void The_rows_pulled_through_steps_are_the_theory_s(WindowAlgorithm algorithm, int window, int steps, int rows, int isAtMost)
    {
        CellTrial<HiddenState<double>> trial = new(new ElmanCell<double>(1, 2, new RandomStream(1)), steps, 1, new Random(1));
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(Truncation.Window(window) with { Algorithm = algorithm }, LossReduction.Sum);
        trainer.Accumulate(trial.Sequence);
        Assert.InRange(trainer.PulledRows, isAtMost == 1 ? 0 : rows, isAtMost == 1 ? 1.1 * rows : rows);
    }

    [Fact]
    public void Algorithms_that_do_not_fit_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Truncation.Window(4, 2) with { Algorithm = WindowAlgorithm.TwoStack });
        Assert.Contains("stride of 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Truncation.Window(4) with { Algorithm = (WindowAlgorithm)9 });
        foreach (WindowAlgorithm algorithm in (WindowAlgorithm[])[WindowAlgorithm.TwoStack, WindowAlgorithm.Banded, WindowAlgorithm.Segments])
            Assert.Contains("no windows", Assert.Throws<ArgumentException>(() => Truncation.None with { Algorithm = algorithm }).Message, StringComparison.Ordinal);
    }

    private static string? Compare(CellTrial trial, int length, int stride)
    {
        double loss = trial.Naive(length, stride);
        double[] expected = trial.Gradients;
        foreach (WindowAlgorithm algorithm in Shared)
        {
            if (algorithm == WindowAlgorithm.TwoStack && stride > 1)
                continue;
            double actual = trial.Accumulate(Truncation.Window(length, stride) with { Algorithm = algorithm });
            if ((Numbers.Differ("loss", [loss], [actual]) ?? Numbers.Differ("gradient", expected, trial.Gradients, 1e-10)) is string broken)
                return $"{algorithm}, window {length} {stride} over {trial.Steps} steps: {broken}";
        }

        return null;
    }

    private static double[] Gradients(CellTrial trial, Truncation policy)
    {
        trial.Accumulate(policy);
        return trial.Gradients;
    }

    // A state that fades by one factor, which is learnt: as little work as a step can be.
    private sealed class Fading(int steps, int batch, int features) : ISequence<float, HiddenState<float>>
    {
        private readonly Parameter<float> _factor = new("factor", Shape.Scalar, [0.9f]);

        public int Steps => steps;

        public HiddenState<float> InitialState(Tape<float> tape) => new(tape.Fill(1, new Shape(batch, features)));

        public int TargetCount(int from, int end) => end - from;

        public Variable<float> Run(Tape<float> tape, in HiddenState<float> state, Segment segment, out HiddenState<float> next)
        {
            Variable<float> hidden = state.Hidden, loss = default;
            for (int step = segment.Start; step < segment.End; step++)
            {
                hidden *= tape.Use(_factor);
                if (step >= segment.FirstLoss)
                    loss = loss == default ? Ops.Sum(hidden) : loss + Ops.Sum(hidden);
            }

            next = new(hidden);
            return loss;
        }
    }
}
