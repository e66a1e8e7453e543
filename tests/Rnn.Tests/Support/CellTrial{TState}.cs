using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

internal sealed class CellTrial<TState> : CellTrial
    where TState : struct, IState<TState, double>
{
    public CellTrial(ICell<double, TState> cell, int steps, int batch, Random random)
    {
        Numbers.Redraw(random, cell.Parameters);
        Sequence = new CellSequence<TState>(cell, steps, batch, random);
    }

    public CellSequence<TState> Sequence { get; }

    public override int Steps => Sequence.Steps;

    public override Parameter<double>[] Parameters => Sequence.Parameters;

    public override double Accumulate(Truncation truncation, LossReduction reduction = LossReduction.Sum, AutoDiff.Rnn.Checkpointing checkpointing = default)
    {
        Parameters.ClearGradients();
        using TruncatedBackprop<double, TState> trainer = new(truncation, reduction, checkpointing);
        return trainer.Accumulate(Sequence);
    }

    public override double Naive(int length, int stride)
    {
        Parameters.ClearGradients();
        CarriedState<double, TState>[] states = States();
        double sum = 0;
        for (int t = 0; t < Steps; t++)
        {
            if (!Sequence.Counts(t))
                continue;
            using Tape<double> tape = new();
            Variable<double> loss = LossOf(tape, states, t, FirstStep(t, length, stride));
            tape.Backward(loss);
            sum += loss.Item();
        }

        return sum;
    }

    public override Func<Tape<double>, Variable<double>> Frozen(int length, int stride)
    {
        CarriedState<double, TState>[] states = States();
        return tape =>
        {
            Variable<double> sum = tape.Constant(0);
            for (int t = 0; t < Steps; t++)
            {
                if (Sequence.Counts(t))
                    sum += LossOf(tape, states, t, FirstStep(t, length, stride));
            }

            return sum;
        };
    }

    public override void Count(Func<int, bool> counts) => Sequence.Count(counts);

    public override (int Recorded, int Advanced) StepsRun()
    {
        (int, int) run = (Sequence.Runs.Sum(one => one.Recorded ? one.Segment.Steps : 0), Sequence.Runs.Sum(one => one.Recorded ? 0 : one.Segment.Steps));
        Sequence.Runs.Clear();
        return run;
    }

    private Variable<double> LossOf(Tape<double> tape, CarriedState<double, TState>[] states, int step, int first) =>
        Sequence.Run(tape, states[first].Restore(tape), first, step + 1, t => t == step, out _);

    // The numbers of the states before each step.
    private CarriedState<double, TState>[] States()
    {
        using Tape<double> tape = new();
        TState state = Sequence.InitialState(tape);
        CarriedState<double, TState>[] states = [.. Sequence.Inputs.Select(_ => new CarriedState<double, TState>())];
        for (int t = 0; t < Steps; t++)
        {
            states[t].Save(state);
            Sequence.Run(tape, state, t, t + 1, _ => false, out state);
        }

        return states;
    }
}
