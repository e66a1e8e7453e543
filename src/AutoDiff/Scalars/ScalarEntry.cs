using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff;

// One recorded operation: its slopes and the entries of its operands, where entry 0 stands for none. There may be a third operand, of slope one,
// if it was recorded so recently that its distance fits.
[StructLayout(LayoutKind.Sequential)]
internal struct ScalarEntry<T>
    where T : unmanaged
{
    public const int MaxDistance = byte.MaxValue;

    public T FirstSlope, SecondSlope;

    // From the lowest bit up: the first entry, the second, and how many entries before this one the third operand stands, or 0.
    public ulong Places;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pack(ulong first, ulong second) => (uint)first | ((ulong)(uint)second << ScalarPlace.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pack(ulong first, ulong second, ulong distance) => Pack(first, second) | (distance << (2 * ScalarPlace.Bits));
}
