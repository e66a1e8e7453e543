using System;
using System.Collections.Generic;

namespace AutoDiff.Examples.RnnLm;

/// <summary>What a comparison shows while it runs.</summary>
public abstract class Progress
{
    /// <summary>Runs a comparison and shows it.</summary>
    /// <param name="policies">What is compared.</param>
    /// <param name="seeds">How many seeds each one runs with.</param>
    /// <param name="run">The comparison; it calls the other members.</param>
    public virtual void Show(IReadOnlyList<Policy> policies, int seeds, Action run) => run();

    /// <summary>What one training is to tell.</summary>
    /// <param name="policy">Its policy.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="trainer">The training.</param>
    public abstract IRunProgress Begin(Policy policy, int seed, Trainer trainer);

    /// <summary>After a training.</summary>
    /// <param name="policy">Its policy.</param>
    /// <param name="result">What it gave.</param>
    public abstract void End(Policy policy, RunResult result);
}
