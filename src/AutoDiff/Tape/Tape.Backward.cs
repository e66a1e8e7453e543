using System;

namespace AutoDiff;

public sealed partial class Tape<T>
{
    /// <summary>
    /// Adds the gradient of a scalar into <see cref="Parameter{T}.Gradient"/> of every parameter it depends on. It may be
    /// called again while the tape lives, for this root or another: gradients add up until they are cleared.
    /// </summary>
    /// <param name="root">The scalar, for instance a loss.</param>
    /// <exception cref="ArgumentException">The root has not exactly one element.</exception>
    /// <exception cref="TapeException">The root is gone, or depends on nothing; a parameter was written since the forward
    /// pass, or receives another tape's gradient at the same time.</exception>
    /// <remarks>
    /// Cost: about twice the forward pass for products of matrices. Memory: cotangents live only until they are spent.
    /// If a rule throws, the gradients of the tape's parameters are cleared: half a sum would pass for a whole one.
    /// </remarks>
    public void Backward(Variable<T> root) => Backward([root]);

    /// <summary>Adds <c>sum_i &lt;cotangents[i], d roots[i]&gt;</c> into the gradients of the parameters.</summary>
    /// <param name="roots">What is differentiated.</param>
    /// <param name="cotangents">One for each root, of its shape; none where every root has one element, which then counts once.</param>
    /// <exception cref="ArgumentException">The counts or shapes do not fit.</exception>
    /// <exception cref="TapeException">As for <see cref="Backward(Variable{T})"/>.</exception>
    public void Backward(ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents = default)
    {
        EnterDerivative(nameof(Backward));
        if (IsTracing)
            throw TapeErrors.BackwardOfExample();
        if (IsInStretch)
            throw CheckpointErrors.Inside(nameof(Backward), _origin);
        if (_recorder is not null)
            throw ReplayErrors.Inside(nameof(Backward), _origin);
        Pass.IntoParameters(roots, cotangents);
    }

    internal int InputAt(int position) => _inputs[position];
}
