using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Runs step by step and cuts after steps drawn at random; a state that is not cut lets gradients back multiplied by <c>1 / (1 - c)</c>:
/// <c>delta[t-1] = g[t-1] + (0 if cut, else delta[t] J[t] / (1 - c[t-1]))</c>.
/// </summary>
internal sealed class RandomScheme<T, TState>(Truncation truncation) : ITruncationScheme<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    public void Follow(SequenceWalk<T, TState> walk)
    {
        SegmentPlan.RequireOwnSteps(truncation, walk.Sequence, walk.Done);
        for (int first = walk.Done; first < walk.Sequence.Steps && walk.GoesOn;)
            first = FollowToCut(walk, first);
    }

    // Runs from a step to the next cut, and back; says which step comes after it.
    private int FollowToCut(SequenceWalk<T, TState> walk, int first)
    {
        TState state = walk.Enter();
        Variable<T> losses = default;
        for (int step = first; ; step++)
        {
            int firstLoss = walk.Sequence.TargetCount(step, step + 1) > 0 ? step : step + 1;
            Segment segment = new(step, firstLoss, step + 1);
            Variable<T> loss = walk.Run(in state, segment, out TState next);
            if (loss != default)
                losses = losses == default ? loss : losses + loss;
            double cut = truncation.CutProbability(step + 1 - first);
            if (step + 1 < walk.Sequence.Steps && walk.Draw(truncation.Seed) >= cut)
            {
                state = States.ScaleGradient(next, T.CreateChecked(1 / (1 - cut)));
                continue;
            }

            walk.Keep(next, step + 1);

            // Without a loss there is no update: momentum and decay would move the weights.
            if (losses == default)
                return step + 1;
            walk.BeginUpdate(first, step + 1);
            walk.Backward(losses);
            walk.EndUpdate();
            return step + 1;
        }
    }
}
