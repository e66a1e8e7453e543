using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff;

// One recorded operation: its slopes and the places of its operands, where place 0 stands for none. There may be a third operand, of slope one,
// if it was recorded so recently that its distance fits.
[StructLayout(LayoutKind.Sequential)]
internal struct ScalarEntry<T>
    where T : unmanaged
{
    public const int PlaceBits = 28, MaxCount = 1 << PlaceBits, MaxDistance = byte.MaxValue;

    public T FirstSlope, SecondSlope;

    // From the lowest bit up: the first place, the second, and how many entries before this one the third operand stands, or 0.
    public ulong Places;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pack(ulong first, ulong second, int distance) => (uint)first | ((ulong)(uint)second << PlaceBits) | ((ulong)(uint)distance << (2 * PlaceBits));
}
