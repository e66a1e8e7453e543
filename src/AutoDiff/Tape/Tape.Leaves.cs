using System;
using System.Linq;
using System.Runtime.InteropServices;
using AutoDiff.Storage;

namespace AutoDiff;

public sealed partial class Tape<T>
{
    /// <summary>Puts a scalar on the tape that gradients are taken with respect to.</summary>
    /// <param name="value">Its value.</param>
    /// <exception cref="TapeException">The tape is disposed, or another thread's.</exception>
    public Variable<T> Variable(T value) => Leaf(nameof(Variable), Shape.Scalar, [value], EntryFlags.Active);

    /// <summary>Puts an array on the tape that gradients are taken with respect to. The values are copied.</summary>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    /// <exception cref="TapeException">The tape is disposed, or another thread's.</exception>
    public Variable<T> Variable(ReadOnlySpan<T> values, Shape shape) => Leaf(nameof(Variable), shape, values, EntryFlags.Active);

    /// <summary>Puts a scalar on the tape that no gradient flows to.</summary>
    /// <param name="value">Its value.</param>
    /// <exception cref="TapeException">The tape is disposed, or another thread's.</exception>
    public Variable<T> Constant(T value) => Leaf(nameof(Constant), Shape.Scalar, [value], EntryFlags.None);

    /// <summary>Puts observed data on the tape; no gradient flows to it. The values are copied.</summary>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    /// <exception cref="TapeException">The tape is disposed, or another thread's.</exception>
    public Variable<T> Constant(ReadOnlySpan<T> values, Shape shape) => Leaf(nameof(Constant), shape, values, EntryFlags.None);

    /// <summary>
    /// Puts observed data on the tape without a copy, as <see cref="Use"/> does with a parameter's numbers; no gradient flows to it. The values are read where they are until
    /// the tape is reset: what is written there in between, a backward pass takes for what the forward pass has seen.
    /// </summary>
    /// <param name="values">The elements, row-major. Those that lie in no array, and those of a step that is recorded to be replayed, are copied.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    /// <exception cref="TapeException">The tape is disposed, or another thread's.</exception>
    /// <remarks>Worth its care where inputs are large beside what is computed from them; elsewhere take <see cref="Constant(ReadOnlySpan{T}, Shape)"/>.</remarks>
    public Variable<T> Borrow(ReadOnlyMemory<T> values, Shape shape)
    {
        if (values.Length != shape.Count || _recorder is not null || !MemoryMarshal.TryGetArray(values, out ArraySegment<T> part))
            return Leaf(nameof(Borrow), shape, values.Span, EntryFlags.None);
        Enter(nameof(Borrow));
        return HandleOf(AppendLeaf(in shape, _arena.Borrow(part.Array!, part.Offset), EntryFlags.None));
    }

    /// <summary>Puts an array on the tape whose elements are all the same; no gradient flows to it.</summary>
    /// <param name="value">The value of every element.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <exception cref="TapeException">The tape is disposed, or another thread's.</exception>
    public Variable<T> Fill(T value, Shape shape)
    {
        Enter(nameof(Fill));
        int index = AppendLeaf(in shape, EntryFlags.None);
        ValuesAt(index).Fill(value);
        _recorder?.Leaf([], index);
        return HandleOf(index);
    }

    /// <summary>
    /// Puts a parameter on the tape, without copying: its numbers are read where they are, and a backward pass adds into
    /// its gradient. Asked again for the same parameter, the tape returns the same variable; inside <see cref="Substitute"/>, what stands for it,
    /// and inside <see cref="Replicas{T}.Enter"/> its replica.
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="TapeException">The tape is disposed, or another thread's, or the parameter's numbers were written since the tape first read them.</exception>
    public Variable<T> Use(Parameter<T> parameter)
    {
        Enter(nameof(Use));
        if (_substitutes.Count > 0 && _substitutes.TryGetValue(parameter, out Variable<T> substitute))
            return substitute;
        if (Replicas<T>.Entered is { } replicas)
            parameter = replicas.Of(parameter);
        if (_again >= 0 && ReadBefore(parameter, out int read))
            return HandleOf(read);
        if (_parameterEntries.TryGetValue(parameter, out int known))
        {
            UsedParameter<T> used = _parameters[_entries[known].Attributes];
            if (parameter.Version != used.Version)
                throw ParameterChanged(nameof(Use), in used);
            return HandleOf(known);
        }

        // What a rule meets is forgotten with what it records, so that no plan can repeat it.
        if (_sweeping)
            Pass.NoteRead();
        int index = AppendLeaf(parameter.Shape, _arena.Borrow(parameter.Array, parameter.Start), EntryFlags.Gradients);
        _entries[index].Attributes = _parameters.Count;
        _parameters.Add(new UsedParameter<T>(parameter, parameter.Version, index));
        _parameterEntries.Add(parameter, index);
        return HandleOf(index);
    }

    /// <summary>
    /// Lets a variable stand for a parameter until the scope is disposed: <see cref="Use"/> returns it, so that any module computes with it,
    /// unchanged. Gradients flow through the variable to whatever it was computed from.
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="variable">What stands for it, of its shape: the weights with some dropped, normalised, or after a step of an inner optimiser.</param>
    /// <returns>The scope. Scopes nest: the innermost counts, and each ends before the one around it.</returns>
    /// <exception cref="ArgumentException">The variable has another shape.</exception>
    /// <exception cref="TapeException">The tape is disposed, or another thread's, or the variable is not on it.</exception>
    /// <example><code>
    /// Variable&lt;float&gt; faster = tape.Use(layer.Weight) - (0.1f * gradient);
    /// using (tape.Substitute(layer.Weight, faster))
    ///     loss = Loss(layer.Forward(x));
    /// </code></example>
    public SubstitutionScope<T> Substitute(Parameter<T> parameter, Variable<T> variable)
    {
        Enter(nameof(Substitute));
        ArgumentNullException.ThrowIfNull(parameter);
        Shape shape = ShapeOf(variable);
        if (shape != parameter.Shape)
            throw new ArgumentException($"Substitute: shapes differ: the parameter is {parameter}, what is to stand for it is {shape}; need the same shape.");
        Variable<T>? before = _substitutes.TryGetValue(parameter, out Variable<T> known) ? known : null;
        _substitutes[parameter] = variable;
        return new SubstitutionScope<T>(this, parameter, before);
    }

    /// <summary>The parameters that are on the tape, in the order in which they came: those that a backward pass may add to.</summary>
    public Parameter<T>[] ParametersInUse() => [.. _parameters.Select(used => used.Parameter).Distinct()];

    internal ReadOnlySpan<UsedParameter<T>> UsedParameters => CollectionsMarshal.AsSpan(_parameters);

    // What stands for parameters on another tape does so here with its numbers.
    internal void SubstituteAsOn(Tape<T> other)
    {
        foreach ((Parameter<T> parameter, Variable<T> variable) in other._substitutes)
            _substitutes[parameter] = Constant(variable.Values, variable.Shape);
    }

    internal void EndSubstitution(Parameter<T> parameter, Variable<T>? before)
    {
        if (before is { } variable && IsAlive(variable))
            _substitutes[parameter] = variable;
        else
            _substitutes.Remove(parameter);
    }

    private Variable<T> Leaf(string operation, Shape shape, ReadOnlySpan<T> values, EntryFlags flags)
    {
        Enter(operation);
        if (values.Length != shape.Count)
            TapeErrors.WrongLength(operation, shape, values.Length);
        int index = AppendLeaf(in shape, flags);
        values.CopyTo(ValuesAt(index));
        _recorder?.Leaf(values, index);
        return HandleOf(index);
    }

    // A leaf with memory for its value.
    private int AppendLeaf(in Shape shape, EntryFlags flags)
    {
        Block value = Room(shape.Count);
        return AppendLeaf(in shape, value, flags | Ownership);
    }

    private int AppendLeaf(in Shape shape, Block value, EntryFlags flags)
    {
        Reserve(0);
        int index = _count++;
        ref Entry<T> entry = ref _entries[index];
        entry.Shape = shape;
        entry.Value = value;
        entry.Dispatcher = null;
        entry.FirstInput = _inputCount;
        entry.InputCount = 0;
        entry.Attributes = -1;
        entry.Flags = flags;
        return index;
    }
}
