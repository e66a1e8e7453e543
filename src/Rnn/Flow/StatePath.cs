using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>The numbers of the states between the steps of a sequence, and the first step that went out of the finite numbers.</summary>
internal sealed class StatePath<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly Tape<T> _tape;

    public StatePath(Tape<T> tape, ISequence<T, TState> sequence, CarriedState<T, TState>? carried, int? end = null)
    {
        _tape = tape;
        Values = new T[(end ?? sequence.Steps) + 1][][];
        tape.Reset();
        using NoGradientScope<T> forward = tape.NoGradient();
        TState state = carried is null || carried.IsEmpty ? sequence.InitialState(tape) : carried.Restore(tape);
        Shapes = new Shape[state.PartCount];
        for (int part = 0; part < Shapes.Length; part++)
            Shapes[part] = state[part].Shape;
        for (int step = 0; ; step++)
        {
            Values[step] = Read(state);
            if (!IsFinite(Values[step], out int part))
            {
                FirstNotFinite = $"the {TState.PartName(part)} state {(step == 0 ? "before the first step" : $"after step {step - 1}")}";
                Steps = Math.Max(0, step - 1);
                FailedStep = Steps;
                return;
            }

            Steps = step;
            if (step == Values.Length - 1)
                return;
            tape.Reset();
            using NoGradientScope<T> again = tape.NoGradient();
            state = Constants(step);
            sequence.Run(tape, in state, new Segment(step, step + 1, step + 1), out TState next);
            state = next;
        }
    }

    // States before each step, and after the last.
    public T[][][] Values { get; }

    public Shape[] Shapes { get; }

    // How many steps begin and end in finite states.
    public int Steps { get; }

    // What was the first that is not finite, and the step that it came from; null where all is well.
    public string? FirstNotFinite { get; }

    public int FailedStep { get; }

    // The state before a step, as variables on the tape.
    public TState Enter(int step) => Make(step, constant: false);

    public static bool IsFinite(T[][] parts, out int part)
    {
        for (part = 0; part < parts.Length; part++)
        {
            foreach (T value in parts[part])
            {
                if (!T.IsFinite(value))
                    return false;
            }
        }

        return true;
    }

    private TState Constants(int step) => Make(step, constant: true);

    private TState Make(int step, bool constant)
    {
        Variable<T>[] parts = new Variable<T>[Shapes.Length];
        for (int part = 0; part < parts.Length; part++)
            parts[part] = constant ? _tape.Constant(Values[step][part], Shapes[part]) : _tape.Variable(Values[step][part], Shapes[part]);
        return TState.FromParts(parts);
    }

    private static T[][] Read(TState state)
    {
        T[][] values = new T[state.PartCount][];
        for (int part = 0; part < values.Length; part++)
            values[part] = state[part].ToArray();
        return values;
    }
}
