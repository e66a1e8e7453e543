using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>
/// Changes parameters by their gradients, one <see cref="Step"/> at a time. A step allocates nothing, gives the same bits
/// in every run, and leaves the gradients: clear them before the next backward pass.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <example><code>
/// using Tape&lt;float&gt; tape = new();
/// foreach (Batch batch in batches)
/// {
///     tape.Reset();
///     tape.Backward(Loss(tape, batch));
///     GradientClipping.ByGlobalNorm(model.Parameters, 1);
///     optimizer.Step();
///     model.ClearGradients();
/// }
/// </code></example>
public abstract class Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _parameters;
    private readonly string[] _runningNames;
    private readonly T[][] _running;
    private readonly long[] _updates;

    // The row that is being updated, as the first of its elements and how many there are; none while a parameter is updated as a whole.
    private int _rowStart;
    private int _rowLength;

    /// <summary>Makes an optimiser whose running arrays are zero.</summary>
    /// <param name="parameters">What it updates, each once.</param>
    /// <param name="learningRate">How far one step goes.</param>
    /// <param name="running">The names of the arrays of each parameter's size that are kept from step to step, as files call them.</param>
    /// <exception cref="ArgumentException">A parameter is listed twice, or the rate is negative or not finite.</exception>
    protected Optimizer(IReadOnlyList<Parameter<T>> parameters, double learningRate, params ReadOnlySpan<string> running)
    {
        OptimizerErrors.RequireOnce(GetType().Name.Split('`')[0], parameters);
        LearningRate = learningRate;
        _parameters = [.. parameters];
        _runningNames = running.ToArray();
        _running = new T[running.Length * _parameters.Length][];
        _updates = new long[_parameters.Length];
        for (int i = 0; i < _parameters.Length; i++)
        {
            for (int array = 0; array < running.Length; array++)
                _running[(array * _parameters.Length) + i] = new T[_parameters[i].Shape.Count];
        }
    }

    /// <summary>What is updated.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <summary>How far one step goes; a schedule sets it between steps.</summary>
    /// <exception cref="ArgumentException">The rate is negative or not finite.</exception>
    public double LearningRate
    {
        get;
        set => field = OptimizerErrors.RequireNotNegative(nameof(Optimizer<>), nameof(LearningRate), value);
    }

    /// <summary>How many steps were taken, in steps.</summary>
    public long StepCount { get; private set; }

    /// <summary>
    /// Whether a parameter whose gradient is kept in rows (<see cref="Parameter{T}.HasRowGradient"/>), as an embedding's is, is updated in these rows
    /// alone. The others wait: their running arrays do not decay, their velocity does not move them, no weight decay shrinks them, and
    /// the count of updates in a correction is the parameter's, not the row's. That costs what was looked up, and is another rule than the
    /// full one wherever the step of a zero gradient is not zero.
    /// </summary>
    /// <remarks>Source: PyTorch, optim.SparseAdam.</remarks>
    public bool LazyRows { get; protected init; }

    /// <summary>
    /// Whether the step of a zero gradient is zero and changes no running array, so that rows without a gradient may be passed over and all
    /// bits stay the same. <see cref="Update"/> must then treat every element by itself; so it must with <see cref="LazyRows"/>.
    /// </summary>
    protected virtual bool PassesOverZeros => false;

    /// <summary>
    /// Updates every parameter that has a gradient and skips the others. Tapes that have read an updated parameter refuse a
    /// later backward pass. Gradients are not cleared.
    /// </summary>
    /// <remarks>
    /// Cost: one pass over each parameter, bound by memory; over its rows alone where its gradient is kept in rows and either
    /// nothing else would change or <see cref="LazyRows"/> is asked for. Allocates nothing.
    /// </remarks>
    public void Step()
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            Parameter<T> parameter = _parameters[i];
            if (!parameter.HasGradient)
                continue;
            _updates[i]++;
            if (parameter.HasRowGradient && (LazyRows || PassesOverZeros))
                UpdateRows(i, parameter);
            else
                Update(i, parameter.Write(), parameter.Gradient, _updates[i]);
        }

        StepCount++;
    }

    /// <summary>
    /// Puts what the next steps depend on into a file: the counts, the learning rate and the running arrays, bit by bit.
    /// The parameters' own numbers are not included. Nothing is added unless everything can be.
    /// </summary>
    /// <param name="file">The file's content.</param>
    /// <param name="prefix">What the entries' names begin with, as in <c>optimizer.mean.output.weight</c>.</param>
    /// <exception cref="ArgumentException">Two parameters share a name, or the file has an entry of such a name already.</exception>
    /// <exception cref="NotSupportedException">Files do not hold the element type.</exception>
    public void SaveState(TensorFile file, string prefix = "optimizer")
    {
        ParameterNames.RequireUnique(nameof(SaveState), _parameters);
        TensorFile all = new();
        all.Add($"{prefix}.step_count", Shape.Scalar, [StepCount]);
        all.Add($"{prefix}.learning_rate", Shape.Scalar, [LearningRate]);
        all.Add<long>($"{prefix}.updates", new Shape(_updates.Length), _updates);
        for (int i = 0; i < _running.Length; i++)
            all.Add<T>(EntryName(prefix, i), ParameterOf(i).Shape, _running[i]);
        file.Add(all);
    }

    /// <summary>
    /// Takes back what <see cref="SaveState"/> has put into a file. An optimiser made with the same settings over parameters
    /// of the same names and values then takes the same steps, bit by bit. Nothing changes unless everything fits.
    /// </summary>
    /// <param name="file">The file's content.</param>
    /// <param name="prefix">What the entries' names begin with.</param>
    /// <exception cref="ArgumentException">Two parameters share a name.</exception>
    /// <exception cref="TensorFileException">An entry is missing, unexpected, or of another type or shape, or holds an impossible number.</exception>
    public void LoadState(TensorFile file, string prefix = "optimizer")
    {
        ParameterNames.RequireUnique(nameof(LoadState), _parameters);
        string[] names = [$"{prefix}.step_count", $"{prefix}.learning_rate", $"{prefix}.updates", .. Enumerable.Range(0, _running.Length).Select(i => EntryName(prefix, i))];
        EntryCheck.RequireExactly(nameof(LoadState), file, prefix + ".", names);
        long stepCount = EntryCheck.Require<long>(nameof(LoadState), file, names[0], Shape.Scalar).Values<long>()[0];
        double learningRate = EntryCheck.Require<double>(nameof(LoadState), file, names[1], Shape.Scalar).Values<double>()[0];
        ReadOnlySpan<long> updates = EntryCheck.Require<long>(nameof(LoadState), file, names[2], new Shape(_updates.Length)).Values<long>();
        if (stepCount < 0)
            throw TensorFileErrors.ImpossibleNumber(nameof(LoadState), file.Source, names[0], stepCount, "a count of 0 or more");
        if (!double.IsFinite(learningRate) || learningRate < 0)
            throw TensorFileErrors.ImpossibleNumber(nameof(LoadState), file.Source, names[1], learningRate, "a finite rate of 0 or more");
        foreach (long count in updates)
        {
            if (count < 0 || count > stepCount)
                throw TensorFileErrors.ImpossibleNumber(nameof(LoadState), file.Source, names[2], count, $"a count from 0 to step_count, {stepCount}");
        }

        for (int i = 0; i < _running.Length; i++)
            EntryCheck.Require<T>(nameof(LoadState), file, names[i + 3], ParameterOf(i).Shape);

        StepCount = stepCount;
        LearningRate = learningRate;
        updates.CopyTo(_updates);
        for (int i = 0; i < _running.Length; i++)
            file[names[i + 3]].Values<T>().CopyTo(_running[i]);
    }

    /// <summary>Updates one parameter, or one of its rows.</summary>
    /// <param name="index">Its place among <see cref="Parameters"/>.</param>
    /// <param name="values">Its numbers, to be changed.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="updates">How often it was updated, this time included: 1 at first.</param>
    protected abstract void Update(int index, Span<T> values, ReadOnlySpan<T> gradient, long updates);

    /// <summary>One of the arrays kept for a parameter, of its size, or the part that belongs to the row being updated; zeros at first.</summary>
    /// <param name="array">The array's place among the names given to the constructor.</param>
    /// <param name="index">The parameter's place among <see cref="Parameters"/>.</param>
    protected Span<T> Running(int array, int index)
    {
        Span<T> whole = _running[(array * _parameters.Length) + index];
        return _rowLength == 0 ? whole : whole.Slice(_rowStart, _rowLength);
    }

    private void UpdateRows(int index, Parameter<T> parameter)
    {
        Span<T> values = parameter.Write();
        ReadOnlySpan<int> rows = parameter.GradientRows;
        ReadOnlySpan<T> gradient = parameter.StoredGradient;
        if (gradient.IsEmpty)
            return;
        _rowLength = gradient.Length / rows.Length;
        try
        {
            for (int i = 0; i < rows.Length; i++)
            {
                _rowStart = rows[i] * _rowLength;
                Update(index, values.Slice(_rowStart, _rowLength), gradient.Slice(i * _rowLength, _rowLength), _updates[index]);
            }
        }
        finally
        {
            _rowLength = 0;
        }
    }

    private Parameter<T> ParameterOf(int array) => _parameters[array % _parameters.Length];

    private string EntryName(string prefix, int array) => $"{prefix}.{_runningNames[array / _parameters.Length]}.{ParameterOf(array).Name}";
}
