using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// How far training has come inside a sequence, between two of its updates: the state, where cuts are in their random numbers, and what a gradient that is
/// carried forward has gathered. Whoever goes on from it, in this process or, by a file, in another, takes the same steps bit by bit as if nothing had been between.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The model's state.</typeparam>
/// <remarks>
/// Weights and optimiser are saved beside it. Where the sequence draws random masks, so is the position that its <see cref="RandomStream"/> had when the
/// sequence was set, since it draws them again from there. Memory: a copy of the state; under <see cref="Truncation.Rtrl"/> and its kind, of what they carry.
/// </remarks>
/// <example><code>
/// SequenceProgress&lt;float, LstmState&lt;float&gt;&gt; progress = new();
/// while (progress.Step &lt; sequence.Steps)
/// {
///     trainer.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 100);
///     TensorFile file = new();
///     file.AddParameters(model.Parameters, "model");
///     optimizer.SaveState(file);
///     progress.SaveState(file);
///     file.Save("run.safetensors");
/// }
/// </code></example>
public sealed class SequenceProgress<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly List<Trace<T>> _traces = [];

    /// <summary>How many steps of the sequence are done: the losses before this step have been followed back, and the weights updated.</summary>
    public int Step { get; private set; }

    /// <summary>How many random decisions were taken, over all sequences that were gone through: where the policy is in its stream of random numbers.</summary>
    public ulong Draws { get; private set; }

    /// <summary>The state to go on from. Before the first step it may be set to one that was carried; empty, the sequence begins with its initial state.</summary>
    public CarriedState<T, TState> State { get; } = new();

    // The step that the state stands before: where the next window begins.
    internal int StateStep { get; private set; }

    // The policy that has come so far.
    internal string Policy { get; private set; } = "";

    internal IReadOnlyList<Trace<T>> Traces => _traces;

    /// <summary>Goes to the beginning of the next sequence, which goes on from the state after this one; to the beginning of the first one, with the state cleared.</summary>
    /// <exception cref="InvalidOperationException">The state is not that after the last step done, but where the next window begins: the sequence is not at its end.</exception>
    public void BeginNext()
    {
        if (StateStep != Step)
            throw new InvalidOperationException(
                $"SequenceProgress.BeginNext: {Step} steps are done, and the state is that before step {StateStep}, where the next window begins; "
                    + "need a sequence that is at its end. Train on to the end, or clear the state to begin anew.");
        (Step, StateStep) = (0, 0);
        _traces.Clear();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        State.Clear();
        _traces.Clear();
        (Step, StateStep, Draws, Policy) = (0, 0, 0, "");
    }

    /// <summary>Puts everything into a file, bit by bit. Nothing is added unless everything can be.</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="prefix">What the entries' names begin with, and no others', as in <c>progress.state.0</c>.</param>
    /// <exception cref="ArgumentException">Two parameters share a name, or the file has an entry or a text of such a name already.</exception>
    /// <exception cref="NotSupportedException">Files do not hold the element type.</exception>
    public void SaveState(TensorFile file, string prefix = "progress")
    {
        foreach (IGrouping<string, Trace<T>> same in _traces.GroupBy(trace => trace.Title).Where(same => same.Count() > 1))
            throw new ArgumentException($"SequenceProgress.SaveState: two parameters share a name: {same.First().Parameter}; need names that tell them apart.");
        TensorFile all = new();
        int parts = StateEntries.Add(all, $"{prefix}.state", State);
        for (int i = 0; i < _traces.Count; i++)
        {
            all.Add<T>($"{prefix}.trace.{i}", _traces[i].Shape, _traces[i].Values);
            all.Metadata[$"{prefix}.trace.{i}"] = _traces[i].Title;
        }

        all.Add<long>($"{prefix}.counts", new Shape(5), [Step, StateStep, (long)Draws, parts, _traces.Count]);
        all.Metadata[$"{prefix}.policy"] = Policy;
        file.Add(all);
    }

    /// <summary>Takes back what <see cref="SaveState"/> has put into a file. Nothing changes unless everything is there.</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="parameters">The model's parameters, of the names that they had: what was gathered for one is found by it.</param>
    /// <param name="prefix">What the entries' names begin with.</param>
    /// <exception cref="TensorFileException">An entry is missing, unexpected or does not fit a parameter, a count is impossible, or there is no parameter of a name.</exception>
    /// <exception cref="ArgumentException">An entry is of another element type.</exception>
    public void LoadState(TensorFile file, IReadOnlyList<Parameter<T>> parameters, string prefix = "progress")
    {
        const string Operation = "SequenceProgress.LoadState";
        ReadOnlySpan<long> counts = StateEntries.Entry(Operation, file, $"{prefix}.counts").Values<long>();
        if (counts.Length != 5 || counts[0] is < 0 or > int.MaxValue || counts[1] < 0 || counts[1] > counts[0] || counts[3] < 0 || counts[4] < 0)
            throw new TensorFileException(string.Create(
                CultureInfo.InvariantCulture,
                $"SequenceProgress.LoadState: impossible counts in {prefix}.counts: {string.Join(", ", counts.ToArray())}; "
                    + $"need five, of which the second is at most the first. The file is damaged."));
        List<(Shape, T[])> parts = StateEntries.Parts<T>(Operation, file, $"{prefix}.state", counts[3]);
        int stateSize = parts.Sum(part => part.Item2.Length);
        List<Trace<T>> traces = [];
        for (int i = 0; i < counts[4]; i++)
            traces.Add(Named(Text(file, $"{prefix}.trace.{i}"), StateEntries.Array<T>(Operation, file, $"{prefix}.trace.{i}"), parameters, stateSize));
        if (traces.DistinctBy(trace => trace.Title).Count() != traces.Count)
            throw new TensorFileException($"{Operation}: a trace stands twice in {prefix}; need one of each title. The file is damaged.");
        StateEntries.RequireNoOthers(Operation, file, prefix, 1 + parts.Count + traces.Count);
        string policy = Text(file, $"{prefix}.policy");
        State.Load(parts);
        _traces.Clear();
        _traces.AddRange(traces);
        (Step, StateStep, Draws, Policy) = ((int)counts[0], (int)counts[1], (ulong)counts[2], policy);
    }

    // Where a walk stands now. What it carries is copied.
    internal void Set(string policy, int step, int stateStep, ulong draws, CarriedState<T, TState> state, IEnumerable<Trace<T>> traces)
    {
        (Policy, Step, StateStep, Draws) = (policy, step, stateStep, draws);
        State.CopyFrom(state);
        _traces.Clear();
        foreach (Trace<T> trace in traces)
            _traces.Add(trace with { Values = [.. trace.Values] });
    }

    private static Trace<T> Named(string title, (Shape Shape, T[] Values) array, IReadOnlyList<Parameter<T>> parameters, int stateSize)
    {
        int space = title.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 ? title != "state" : title[..space] is not ("weights" or "influence" or "touched"))
            throw new TensorFileException(
                $"SequenceProgress.LoadState: a trace is called \"{title}\"; need \"state\", or \"weights\", \"influence\" or \"touched\" of a parameter. The file is damaged.");
        if (space < 0)
        {
            RequireLengths(title, array.Shape, new Shape(stateSize), stateSize);
            return new Trace<T>(title, null, array.Shape, array.Values);
        }

        string name = title[(space + 1)..];
        Parameter<T>[] found = [.. parameters.Where(parameter => parameter.Name == name)];
        if (found.Length != 1)
            throw new TensorFileException(
                $"SequenceProgress.LoadState: {found.Length} of the {parameters.Count} parameters given are called {name}; "
                    + "need the one that the file has a trace of. Is it another model?");
        if (array.Shape.Rank == 0 || array.Shape[^1] != found[0].Shape.Count)
            throw new TensorFileException(
                $"SequenceProgress.LoadState: the trace of {found[0]} has the shape {array.Shape}; need a last length of {found[0].Shape.Count}. "
                    + "Is it another model?");
        Shape gathered = title[..space] == "weights" ? new Shape(found[0].Shape.Count) : new Shape(stateSize, found[0].Shape.Count);
        RequireLengths(title, array.Shape, gathered, stateSize);
        return new Trace<T>(title[..space], found[0], array.Shape, array.Values);
    }

    // The state, and a row for each of its elements, are what a trace was gathered for.
    private static void RequireLengths(string title, Shape trace, Shape needed, int stateSize)
    {
        if (trace != needed)
            throw new TensorFileException(
                $"SequenceProgress.LoadState: the trace \"{title}\" has the shape {trace}; need {needed}, since the state has {stateSize} elements. The file is damaged.");
    }

    private static string Text(TensorFile file, string name) => file.Metadata.TryGetValue(name, out string? text) ? text
        : throw new TensorFileException($"SequenceProgress.LoadState: the metadata has no {name}; need a file that SaveState has written with this prefix.");
}
