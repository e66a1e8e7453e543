using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>Who updates the weights during a walk, if anybody: inside the sequence or once after it, and up to which norm of a gradient.</summary>
internal readonly record struct Updates<T>(Optimizer<T>? Optimizer, bool Inside, double MaxNorm)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The gradients of the last update are done with.
    public void Begin()
    {
        for (int i = 0; i < Optimizer?.Parameters.Count; i++)
            Optimizer.Parameters[i].ClearGradient();
    }

    // Updates the weights by the whole gradient, which is limited first. Says whether it did: one that is not finite cannot be limited.
    public bool Take()
    {
        if (Optimizer is null)
            return true;
        if (!double.IsPositiveInfinity(MaxNorm) && !double.IsFinite(GradientClipping.ByGlobalNorm(Optimizer.Parameters, MaxNorm)))
            return false;
        Optimizer.Step();
        return true;
    }
}
