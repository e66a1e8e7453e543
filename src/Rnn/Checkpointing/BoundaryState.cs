using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// The state before a block, as what the block's gradient is taken with respect to: its parts are parameters, so that the sweep that adds into
/// the weights' gradients finds theirs too.
/// </summary>
internal sealed class BoundaryState<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private Parameter<T>[] _parts = [];

    public int PartCount => _parts.Length;

    // The gradient with respect to a part; empty where nothing depends on it.
    public ReadOnlySpan<T> Gradient(int part) => _parts[part].Gradient;

    public TState Enter(Tape<T> tape, in StateNumbers<T, TState> numbers)
    {
        int count = numbers.PartCount;
        if (_parts.Length != count)
            _parts = new Parameter<T>[count];
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(count);
        for (int i = 0; i < count; i++)
        {
            if (_parts[i] is null || _parts[i].Shape != numbers.ShapeOf(i))
                _parts[i] = new Parameter<T>("state between blocks", numbers.ShapeOf(i));
            numbers.Values(i).CopyTo(_parts[i].Write());
            _parts[i].ClearGradient();
            parts[i] = tape.Use(_parts[i]);
        }

        return TState.FromParts(parts);
    }
}
