using System.Numerics;

namespace AutoDiff;

// A sequence that can also be computed step by step, for examples that each have parameters of their own.
internal interface ISteppedSequence<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // From what the inputs contribute [time, examples, batch, gates] to the result with the examples as second axis.
    Variable<T> Steps(in BatchCall<T> call, Variable<T> projected);
}
