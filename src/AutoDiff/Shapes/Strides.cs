namespace AutoDiff;

// Where elements lie in arrays of related shapes.
internal static class Strides
{
    // Where element `index` of an array, counted row-major, comes from in a smaller one that broadcasts to it.
    public static int Source(in Shape shape, int index, in Shape smaller)
    {
        int source = 0, stride = 1;
        for (int fromEnd = 1; fromEnd <= smaller.Rank; fromEnd++)
        {
            int length = shape.LengthFromEnd(fromEnd), own = smaller.LengthFromEnd(fromEnd);
            if (own != 1)
                source += index % length * stride;
            index /= length;
            stride *= own;
        }

        return source;
    }
}
