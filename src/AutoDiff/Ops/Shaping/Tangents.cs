using System.Numerics;

namespace AutoDiff;

// The tangents of an operation that puts its inputs together, zeros for inputs that stand still.
internal static class Tangents
{
    public static Variable<T>[] OrZeros<T>(in JvpCall<T> call)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] tangents = new Variable<T>[call.InputCount];
        for (int i = 0; i < tangents.Length; i++)
            tangents[i] = call.Moves(i) ? call.Tangent(i) : call.Tape.Fill(T.Zero, call.InputShape(i));
        return tangents;
    }
}
