using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>A scheme that carries more than the state from one step to the next.</summary>
internal interface ITracing<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // What is carried after the last step that was followed; the arrays are the scheme's own.
    IEnumerable<Trace<T>> Traces { get; }
}
