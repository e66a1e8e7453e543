using System.Diagnostics;
using System.Numerics;

namespace AutoDiff.Checking;

// Some of an array's elements in a row, as an input that starts in the middle of somebody else's memory. No gradient goes
// through it: the laws ask for the gradient of the run itself.
internal readonly struct Run<T>(int offset, Shape shape) : IView<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Run";

    public Shape ShapeOf(in Operands<T> inputs) => shape;

    public int Offset(in Operands<T> inputs) => offset;

    public void Vjp(in VjpCall<T> call) => throw new UnreachableException("The gradient stops at the run.");

    public void Jvp(in JvpCall<T> call) => throw new UnreachableException("The tangent starts at the run.");
}
