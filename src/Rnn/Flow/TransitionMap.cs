using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>The Jacobian of some steps, as products with it and its transpose.</summary>
/// <param name="tape">The tape that the steps run on.</param>
/// <param name="run">Runs the steps, or says what they gave before: the state before, as variables, and the state after.</param>
internal sealed class TransitionMap<T, TState>(Tape<T> tape, Func<(TState Before, TState After)> run)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    // An estimate that changes by less is good enough for a report.
    private const double Enough = 1e-6;

    private Variable<T>[] _before = [], _after = [];

    public Transition Measure(int from, int to, int iterations, Random random)
    {
        Run();
        Shape[] shapes = Array.ConvertAll(_before, part => part.Shape);
        return new Transition(from, to, Norm(Norms.Direction<T>(shapes, random), iterations), Radius(Norms.Direction<T>(shapes, random), iterations));
    }

    // Power iteration on the transpose times the Jacobian: |J v| for a unit v never exceeds the norm.
    private double Norm(T[][] v, int iterations)
    {
        double norm = 0;
        for (int i = 0; i < iterations; i++)
        {
            Variable<T>[] image = Push(v);
            double stretched = Norms.Of<T>(image);
            if (!(stretched > 0 && double.IsFinite(stretched)))
                return stretched;
            Variable<T>[] back = tape.Vjp(Active(_after), Constants(Norms.Unit<T>(image, stretched), activeOnly: true), _before, unconnected: Unconnected.Zero);
            double length = Norms.Of<T>(back), last = norm;
            norm = Math.Max(stretched, length);
            if (!(length > 0 && double.IsFinite(length)) || Math.Abs(norm - last) <= Enough * norm)
                return norm;
            v = Norms.Unit<T>(back, length);
        }

        return norm;
    }

    // Gelfand: |J^n v|^(1/n) tends to the radius, also where the largest eigenvalues are a complex pair.
    private double Radius(T[][] v, int iterations)
    {
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < iterations; i++)
        {
            Variable<T>[] image = Push(v);
            double stretched = Norms.Of<T>(image);
            if (!(stretched > 0 && double.IsFinite(stretched)))
                return stretched;
            if (i >= iterations / 2)
            {
                sum += Math.Log(stretched);
                counted++;
            }

            v = Norms.Unit<T>(image, stretched);
        }

        return Math.Exp(sum / counted);
    }

    // The image of a direction, with zeros for parts that do not move.
    private Variable<T>[] Push(T[][] v)
    {
        Run();
        return tape.Jvp(_after, _before, Constants(v, activeOnly: false), unconnected: Unconnected.Zero);
    }

    private void Run()
    {
        (TState before, TState after) = run();
        _before = Parts(before);
        _after = Parts(after);
    }

    private Variable<T>[] Constants(T[][] values, bool activeOnly)
    {
        Variable<T>[] constants = new Variable<T>[values.Length];
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!activeOnly || _after[i].IsActive)
                constants[count++] = tape.Constant(values[i], _before[i].Shape);
        }

        return constants[..count];
    }

    private static Variable<T>[] Active(Variable<T>[] parts) => Array.FindAll(parts, part => part.IsActive);

    private static Variable<T>[] Parts(TState state)
    {
        Variable<T>[] parts = new Variable<T>[state.PartCount];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = state[i];
        return parts;
    }
}
