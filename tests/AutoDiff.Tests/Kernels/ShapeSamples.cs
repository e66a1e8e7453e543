using System;

namespace AutoDiff.Tests.Kernels;

// Random shapes and the plain way to walk them.
internal static class ShapeSamples
{
    public static Shape Whole(Random random)
    {
        int[] lengths = new int[random.Next(Shape.MaxRank + 1)];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = random.Next(20) == 0 ? 0 : random.Next(4) == 0 ? 1 : 1 + random.Next(lengths.Length > 4 ? 3 : 9);
        return new Shape(lengths);
    }

    // A shape that broadcasts to `whole`: leading axes missing, others squashed to 1.
    public static Shape Part(Random random, in Shape whole)
    {
        int missing = random.Next(3) == 0 ? random.Next(whole.Rank + 1) : 0;
        int[] lengths = whole.Axes[missing..].ToArray();
        int squash = random.Next(3);
        for (int i = 0; i < lengths.Length; i++)
        {
            if (random.Next(3) < squash)
                lengths[i] = 1;
        }

        return new Shape(lengths);
    }

    // The element of an array of shape `part` that meets element `index` of an array of shape `whole`.
    public static int Element(in Shape part, in Shape whole, int index)
    {
        int element = 0, count = 1;
        for (int axis = -1; axis >= -whole.Rank; axis--)
        {
            int at = index % whole[axis];
            index /= whole[axis];
            if (-axis > part.Rank)
                continue;
            element += part[axis] == 1 ? 0 : at * count;
            count *= part[axis];
        }

        return element;
    }
}
