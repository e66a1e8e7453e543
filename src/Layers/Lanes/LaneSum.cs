using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoDiff.Layers;

// The sum of eight lanes by halves: lane 0 with lane 4, and so on, in an order that no processor changes.
internal static class LaneSum
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(Vector512<double> lanes)
    {
        Vector256<double> four = lanes.GetLower() + lanes.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
