using System.Runtime.InteropServices;

namespace AutoDiff;

// One recorded operation: its slopes and the entries of its operands. Place 0 stands for no operand; the first place's sign
// bit says that the entry before is a third operand, of slope one.
[StructLayout(LayoutKind.Sequential)]
internal struct ScalarEntry<T>
    where T : unmanaged
{
    public const int PassesOn = int.MinValue;

    public T FirstSlope, SecondSlope;
    public int First, Second;
}
