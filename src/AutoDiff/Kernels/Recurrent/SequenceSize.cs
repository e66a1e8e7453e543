using System;

namespace AutoDiff.Kernels;

// The lengths of a recurrent pass: inputs [steps, batch, inputs], or projected ones [steps, batch, gates · hidden]; states [batch, hidden].
internal readonly record struct SequenceSize(int Steps, int Batch, int Inputs, int Hidden, int Gates, bool IsProjected)
{
    // With so many rows a product over several steps is as fast as it gets, and what it works on is still in the cache.
    public const int BlockRows = 256;

    public int GateColumns => Gates * Hidden;

    // Elements of one step's state.
    public int StateLength => Batch * Hidden;

    // Elements of one step's gates.
    public int GateLength => Batch * GateColumns;

    // Steps whose products with the input's weights are done at once.
    public int BlockSteps => Math.Clamp(BlockRows / Math.Max(1, Batch), 1, Steps);

    // The blocks of steps, first to last; the last one may be shorter.
    public int Blocks => (Steps + BlockSteps - 1) / BlockSteps;

    public (int First, int Steps) Block(int block)
    {
        int first = block * BlockSteps;
        return (first, Math.Min(BlockSteps, Steps - first));
    }
}
