using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.HiddenState<double>;

namespace AutoDiff.Tests.Rnn.Bptt;

// A first state that is learned gets the gradient of the losses whose windows reach back to it, and of no other.
public sealed class LearnedStartTests
{
    [Fact]
    public void A_learned_first_state_gets_the_gradient_of_the_windows_that_reach_it()
    {
        CellTrial<State> trial = (CellTrial<State>)CellTrial.Make(CellKind.Gru, 3, steps: 5, batch: 2);
        Learned sequence = new(trial.Sequence);
        for (int loss = 0; loss < 5; loss++)
        {
            int at = loss;
            trial.Count(step => step == at);
            double[] whole = StartGradient(sequence, Truncation.None);
            Assert.Contains(whole, one => one != 0);
            for (int window = 1; window <= 6; window++)
            {
                double[] gradient = StartGradient(sequence, Truncation.Window(window));
                Assert.Null(Numbers.Differ("gradient", loss < window ? whole : new double[whole.Length], gradient));
            }
        }
    }

    private static double[] StartGradient(Learned sequence, Truncation policy)
    {
        sequence.Start.ClearGradient();
        using TruncatedBackprop<double, State> trainer = new(policy, LossReduction.Sum);
        trainer.Accumulate(sequence);
        return Numbers.Gradients([sequence.Start]);
    }

    private sealed class Learned(CellSequence<State> inside) : ISequence<double, State>
    {
        public Parameter<double> Start { get; } = new("start", new Shape(inside.Batch, inside.Weights[1].Shape[0]), [.. Enumerable.Repeat(0.5, inside.Batch * inside.Weights[1].Shape[0])]);

        public int Steps => inside.Steps;

        public State InitialState(Tape<double> tape) => new(tape.Use(Start));

        public int TargetCount(int from, int end) => inside.TargetCount(from, end);

        public Variable<double> Run(Tape<double> tape, in State state, Segment segment, out State next) => inside.Run(tape, in state, segment, out next);
    }
}
