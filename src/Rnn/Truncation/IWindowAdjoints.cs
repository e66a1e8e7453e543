using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// What a sweep back over a sequence carries along so that each loss is followed through its own window and no further. Steps come
/// from the last to the first; states lie as <see cref="StateRows{T}"/> says.
/// </summary>
internal interface IWindowAdjoints<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Forgets all. The sweep goes down to the first step; states are those of the layout.
    void Begin(StateRows<T> rows, int first);

    // The sum, over the losses of later steps that see this one, of their adjoints at the state after it; false where there is none.
    bool TrySum(int step, T[][] sum);

    // Goes back through a step. False where the cell does not allow it; nothing has changed then.
    bool TryPull(in WindowStep<T> step);
}

// A recorded step: the state before and after it, the segment that its loss belongs to, and the loss's adjoint at the state before the step; none where no loss counts.
internal readonly ref struct WindowStep<T>(int step, Segment segment, ReadOnlySpan<Variable<T>> state, ReadOnlySpan<Variable<T>> next, ReadOnlySpan<T[]> adjoint)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Step { get; } = step;

    public Segment Segment { get; } = segment;

    public ReadOnlySpan<Variable<T>> State { get; } = state;

    public ReadOnlySpan<Variable<T>> Next { get; } = next;

    public ReadOnlySpan<T[]> Adjoint { get; } = adjoint;

    public bool HasLoss => !Adjoint.IsEmpty;
}
