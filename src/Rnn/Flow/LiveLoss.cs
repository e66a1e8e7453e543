using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

// A loss on its way back: its gradient with respect to the state that the next step to be run ends in; null at the loss's own step.
internal sealed class LiveLoss<T>(int step, List<double> norms)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Step => step;

    public List<double> Norms => norms;

    public T[][]? Adjoint { get; set; }
}
