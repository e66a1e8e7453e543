using System.Runtime.CompilerServices;

namespace AutoDiff;

// Where on which tape a number stands: in the highest bit whether it is only a function of the entry there, and has none of its own, then the tape's
// mark, and in the lower half the entry's number. 0 for a constant.
internal static class ScalarPlace
{
    public const int Bits = 28, MaxCount = 1 << Bits;

    private const ulong Function = 1UL << 63;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Entry(ulong place) => (int)place;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasEntry(ulong place) => (place & Function) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfFunction(ulong place) => place | Function;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreOfOneEntry(ulong x, ulong y) => (x ^ y) << 1 == 0;

    // Of the bits in which places differ: whether the places are on one tape.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreOnOneTape(ulong differences) => differences << 1 >> 33 == 0;
}
