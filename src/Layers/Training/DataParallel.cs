using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace AutoDiff.Layers;

/// <summary>
/// One model trained by several threads of a process: a batch is cut into shards, each is followed back on a tape of its own into gradients of its
/// own, and these are added into the parameters' gradients in the order of the shards.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// <para>The number of shards decides the bits; the number of threads (<see cref="Threading.MaxThreads"/>) only the time. Inside a shard operations run on
/// its thread alone, so there should be as many shards as threads, or a multiple, and each should be large: products of few rows are slower per row.</para>
/// <para>List every parameter that is trained: one that is not would receive the gradients of several threads at once.</para>
/// <para>Random numbers: give each shard a <see cref="RandomStream"/> with a seed of its own; or, for the masks of the undivided batch, the same seed
/// and the number of its first element (<see cref="Dropout.Forward{T}(Variable{T}, RandomStream?, ulong)"/>).</para>
/// <para>Memory: a gradient for each shard. A step allocates nothing once each thread has run each shard; keep the function instead of making it anew.</para>
/// </remarks>
/// <example><code>
/// using DataParallel&lt;float&gt; parallel = new(model.Parameters, shards: 4, LossReduction.Mean);
/// Func&lt;int, Tape&lt;float&gt;, Variable&lt;float&gt;&gt; loss = (shard, tape) =&gt; Loss(model, tape, batch.Part(shard));
/// foreach (Batch next in batches)
/// {
///     batch = next;
///     model.ClearGradients();
///     double mean = parallel.Accumulate(loss);
///     optimizer.Step();
/// }
/// </code></example>
public sealed class DataParallel<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _parameters;
    private readonly Replicas<T>[] _replicas;

    // For each parameter, its replicas in the order of the shards.
    private readonly Parameter<T>[][] _parts;
    private readonly Tape<T>[] _tapes;
    private readonly double[] _losses;
    private readonly ExceptionDispatchInfo?[] _failures;
    private int _running;
    private bool _isDisposed;

    /// <summary>Prepares a number of shards.</summary>
    /// <param name="parameters">What is trained, each parameter once.</param>
    /// <param name="shards">Into how many parts a batch is cut.</param>
    /// <param name="reduction">Whether the result is the sum of the shards' losses, or their mean: that of the batch, where each is the mean of a part of the same size.</param>
    /// <exception cref="ArgumentException">There is no shard, a parameter is listed twice, or there is no such reduction.</exception>
    public DataParallel(IReadOnlyList<Parameter<T>> parameters, int shards, LossReduction reduction)
    {
        if (shards < 1)
            throw new ArgumentException($"DataParallel: {shards} shards; need 1 or more.");
        LossReductions.Check(nameof(DataParallel<>), reduction);
        Reduction = reduction;
        _parameters = [.. parameters];
        _replicas = [.. Enumerable.Range(0, shards).Select(_ => new Replicas<T>(_parameters))];
        _parts = [.. Enumerable.Range(0, _parameters.Length).Select(i => Array.ConvertAll(_replicas, shard => shard.Parameters[i]))];
        _tapes = [.. _replicas.Select(_ => new Tape<T>())];
        _losses = new double[shards];
        _failures = new ExceptionDispatchInfo?[shards];
    }

    /// <summary>Into how many parts a batch is cut.</summary>
    public int Shards => _tapes.Length;

    /// <summary>How the shards' losses become one.</summary>
    public LossReduction Reduction { get; }

    /// <summary>Adds the gradient of the shards' losses into the parameters.</summary>
    /// <param name="loss">
    /// Computes a shard's loss, a scalar, on the tape that it is given, which is empty; <c>default</c> where the shard has no data. Shards run at the
    /// same time: what the function writes must be the shard's own.
    /// </param>
    /// <returns>The sum of the losses, or their mean over all shards, those without data included; sums are taken in the order of the shards.</returns>
    /// <exception cref="TapeException">This is running already, or inside another one; or a derivative is refused.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    /// <remarks>
    /// What a shard throws is thrown here, that of the first shard where there are several, and the gradients are as before. Afterwards the tapes are the
    /// calling thread's, and hold what was computed until the next call.
    /// </remarks>
    public double Accumulate(Func<int, Tape<T>, Variable<T>> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        LossOnTape action = new(this, loss);
        return Run(ref action);
    }

    /// <summary>Adds what shards find by themselves into the parameters: with a trainer, or recorded steps, for each.</summary>
    /// <param name="accumulate">
    /// Adds a shard's gradient into the parameters, as ever, and returns its loss. Shards run at the same time: what it writes must be the shard's own.
    /// </param>
    /// <returns>As for <see cref="Accumulate(Func{int, Tape{T}, Variable{T}})"/>.</returns>
    /// <exception cref="TapeException">As there.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    /// <remarks>
    /// A shard may run on another thread in each call: a tape that is not reset there is taken over with <see cref="Tape{T}.Adopt"/>, a recorded step with
    /// <see cref="Replay{T}.Adopt"/>. Parameters whose values are written there are written for all.
    /// </remarks>
    /// <example><code>
    /// double loss = parallel.Accumulate(shard =&gt; trainers[shard].Accumulate(sequences[shard], carried[shard]));
    /// </code></example>
    public double Accumulate(Func<int, double> accumulate)
    {
        ArgumentNullException.ThrowIfNull(accumulate);
        OwnWay action = new(this, accumulate);
        return Run(ref action);
    }

    /// <summary>Gives the tapes' memory back.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (Tape<T> tape in _tapes)
            tape.Dispose();
    }

    private double Run<TAction>(ref TAction action)
        where TAction : struct, IBlockAction
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Interlocked.Exchange(ref _running, 1) != 0)
            throw new TapeException("DataParallel.Accumulate: it is running already; need one call at a time, and none from inside a shard.");
        try
        {
            AutoDiff.Threading.Run(ref action, Shards);
            foreach (Tape<T> tape in _tapes)
                tape.Adopt();
            foreach (ExceptionDispatchInfo? failure in _failures)
                failure?.Throw();
            for (int i = 0; i < _parameters.Length; i++)
                _parameters[i].AddGradients(_parts[i]);
            double sum = 0;
            foreach (double loss in _losses)
                sum += loss;
            return Reduction == LossReduction.Mean ? sum / Shards : sum;
        }
        finally
        {
            Array.Clear(_failures);
            Volatile.Write(ref _running, 0);
        }
    }

    // One shard, on whichever thread comes to it. All are run even if one fails, so that it is not chance which failure is seen.
    private void RunShard<TShard>(int shard, in TShard action)
        where TShard : struct, IShard
    {
        try
        {
            using ReplicaScope<T> scope = _replicas[shard].Enter();
            IReadOnlyList<Parameter<T>> parameters = _replicas[shard].Parameters;
            parameters.ClearGradients();
            _losses[shard] = action.Accumulate(_tapes[shard], shard);
            if (Reduction == LossReduction.Mean)
                GradientClipping.Scale(parameters, 1.0 / Shards);
        }
#pragma warning disable CA1031 // Whatever a shard throws is thrown again by the thread that asked for it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failures[shard] = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private interface IShard
    {
        double Accumulate(Tape<T> tape, int shard);
    }

    private readonly struct LossOnTape(DataParallel<T> parallel, Func<int, Tape<T>, Variable<T>> loss) : IBlockAction, IShard
    {
        public void Run(int block) => parallel.RunShard(block, in this);

        public double Accumulate(Tape<T> tape, int shard)
        {
            tape.Reset();
            Variable<T> root = loss(shard, tape);
            if (root == default)
                return 0;
            tape.Backward(root);
            return double.CreateChecked(root.Item());
        }
    }

    private readonly struct OwnWay(DataParallel<T> parallel, Func<int, double> accumulate) : IBlockAction, IShard
    {
        public void Run(int block) => parallel.RunShard(block, in this);

        public double Accumulate(Tape<T> tape, int shard) => accumulate(shard);
    }
}
