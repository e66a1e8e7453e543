using System.Numerics;

namespace AutoDiff;

/// <summary>
/// An operation that computes nothing: its result is a contiguous run of its input's elements in another shape, such as
/// a reshape or a slice of the leading axis. See <see cref="IOperation{T}"/>. Apply it with <see cref="Tape{T}.View{TView}"/>.
/// </summary>
/// <remarks>
/// What goes back to the input follows from the run alone, so a first-order sweep puts it there without asking; the reverse rule says the
/// same in operations, for gradients that are recorded.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
public interface IView<T> : IOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The first element of the run, counted in the input's elements.</summary>
    /// <param name="inputs">The input's shape.</param>
    int Offset(in Operands<T> inputs);
}
