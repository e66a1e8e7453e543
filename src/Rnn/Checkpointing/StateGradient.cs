using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>The gradient with respect to a state between blocks, on its way from one tape to the next.</summary>
internal sealed class StateGradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private T[][] _parts = [];
    private bool[] _has = [];

    public ReadOnlySpan<T> this[int part] => _parts[part];

    // Whether anything depends on the part.
    public bool Has(int part) => part < _has.Length && _has[part];

    public void Clear() => Array.Clear(_has);

    public void Set(int part, ReadOnlySpan<T> gradient)
    {
        if (part >= _parts.Length)
        {
            Array.Resize(ref _parts, part + 1);
            Array.Resize(ref _has, part + 1);
        }

        _has[part] = !gradient.IsEmpty;
        if (!_has[part])
            return;
        if (_parts[part]?.Length != gradient.Length)
            _parts[part] = new T[gradient.Length];
        gradient.CopyTo(_parts[part]);
    }
}
