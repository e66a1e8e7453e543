using System;
using System.Linq;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// The derivative of recorded values at the point where they were recorded, as a linear map: their Jacobian, or a scalar's Hessian, times as many
/// vectors as wanted. Made by <c>tape.Linearize</c> and <c>tape.HessianProduct</c>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// A product is one forward sweep over what was recorded; it leaves nothing on the tape and, after the first, allocates nothing. It holds
/// until the tape is reset; after a severing it is the derivative of what was kept, and refused where a value of its own was not.
/// </remarks>
public sealed class Linearization<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly Variable<T>[] _roots, _wrt, _directions;
    private readonly int[] _outputs, _inputs, _results;
    private int[] _tangents = [];
    private bool[] _needed = [];

    internal Linearization(Tape<T> tape, string operation, ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> wrt)
    {
        tape.EnterDerivative(operation);
        (_tape, _roots, _wrt) = (tape, roots.ToArray(), wrt.ToArray());
        (_inputs, _outputs) = (new int[_wrt.Length], new int[_roots.Length]);
        (_directions, _results) = (new Variable<T>[_wrt.Length], new int[_roots.Length]);
        Find(operation);
        (Inputs, Outputs) = (_wrt.Sum(node => node.Shape.Count), _roots.Sum(root => root.Shape.Count));
    }

    /// <summary>How many elements the nodes have together: the length of a vector.</summary>
    public int Inputs { get; }

    /// <summary>How many elements the differentiated values have together: the length of a product.</summary>
    public int Outputs { get; }

    /// <summary>The product of the derivative with a vector.</summary>
    /// <param name="vector">A number for each element of the nodes, node after node.</param>
    /// <param name="product">Where the product goes: a number for each element of the differentiated values, one value after the other.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    /// <exception cref="TapeException">The tape was reset or disposed since, belongs to another thread, or is computing another derivative.</exception>
    public void Times(ReadOnlySpan<T> vector, Span<T> product)
    {
        if (vector.Length != Inputs || product.Length != Outputs)
            throw TransformErrors.ProductLengths(Inputs, vector.Length, Outputs, product.Length);
        _tape.EnterDerivative(nameof(Linearization<>));
        Find(nameof(Linearization<>));
        bool lends = _tape.SetLending(false);
        TapeMark before = _tape.Mark;
        Storage.Arena<T>.Position memory = _tape.Arena.Mark;
        try
        {
            for (int i = 0, start = 0; i < _wrt.Length; start += _wrt[i++].Shape.Count)
                _directions[i] = _tape.Constant(vector.Slice(start, _wrt[i].Shape.Count), _wrt[i].Shape);
            ForwardPass.Run(_tape, _outputs, _inputs, _directions, _results, record: false, _needed, _tangents);
            for (int i = 0, start = 0; i < _roots.Length; start += _roots[i++].Shape.Count)
            {
                Span<T> part = product.Slice(start, _roots[i].Shape.Count);
                if (_results[i] < 0)
                    part.Clear();
                else
                    _tape.HandleOf(_results[i]).Values.CopyTo(part);
            }
        }
        finally
        {
            _tape.GiveBack(in before, memory);
            _tape.SetLending(lends);
        }
    }

    // Where everything stands: it has moved if the tape was severed.
    private void Find(string operation)
    {
        bool moved = _needed.Length == 0;
        for (int i = 0; i < _roots.Length; i++)
            moved |= Move(ref _outputs[i], _roots[i], operation);
        for (int i = 0; i < _wrt.Length; i++)
            moved |= Move(ref _inputs[i], _wrt[i], operation);
        if (!moved)
            return;
        _needed = new bool[ForwardPass.End(_outputs)];
        ForwardPass.Needed(_tape, _outputs, _needed);
        _tangents = new int[_needed.Length];
    }

    private bool Move(ref int place, Variable<T> variable, string operation)
    {
        int before = place;
        place = _tape.Own(variable, operation);
        return place != before;
    }
}
