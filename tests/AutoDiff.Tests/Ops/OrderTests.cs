using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Properties;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// Orders are compared with LINQ's, which is stable; its comparer puts NaN first, so NaN is told apart here.
public class OrderTests
{
    [Fact]
    public void Sorts_are_stable_and_put_nan_behind_all() => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            Shape shape = new(random.Next(1, 4), random.Next(1, 40), random.Next(1, 4));
            int axis = random.Next(3), count = random.Next(shape[axis] + 1);
            bool descending = random.Next(2) == 0;
            float[] x = new float[shape.Count];
            for (int i = 0; i < x.Length; i++)
                x[i] = random.Next(8) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => -0f, int small => small - 5 };
            using Tape<float> tape = new();
            Variable<float> v = tape.Constant(x, shape);
            int[] places = new int[shape.Count], most = new int[shape.With(axis, count).Count];
            Variable<float> sorted = Sort(v, axis, descending, places), top = TopK(v, count, axis, !descending, most);
            Assert.Equal(ArgSort(v, axis, descending), places);
            Assert.Equal(Slice(tape.Constant([.. places.Select(place => (float)place)], shape), axis, 0, count).ToArray(), most.Select(place => (float)place));
            Assert.Equal(Slice(sorted, axis, 0, count).ToArray(), top.ToArray());
            int length = shape[axis], inner = shape.CountOf(axis + 1, 3);
            for (int line = 0; line < shape.Count / length; line++)
            {
                int start = (line / inner * length * inner) + (line % inner);
                IEnumerable<int> all = Enumerable.Range(0, length);
                IEnumerable<int> expected = descending
                    ? all.OrderByDescending(i => float.IsNaN(x[start + (i * inner)])).ThenByDescending(i => x[start + (i * inner)])
                    : all.OrderBy(i => float.IsNaN(x[start + (i * inner)])).ThenBy(i => x[start + (i * inner)]);
                Assert.Equal(expected, all.Select(i => places[start + (i * inner)]));
            }

            return null;
        },
        200);

    [Fact]
    public void One_hot_rows_pick_rows_of_a_table()
    {
        using Tape<double> tape = new();
        Variable<double> table = tape.Variable([1, 2, 3, 4, 5, 6], new Shape(3, 2));
        Assert.Equal([0, 0, 1, 1, 0, 0], OneHot(tape, [2, 0], 3).ToArray());
        Assert.Equal(Gather(table, [2, 0, 2]).ToArray(), MatMul(OneHot(tape, [2, 0, 2], 3), table).ToArray());
        Assert.Equal(new Shape(0, 3), OneHot(tape, [], 3).Shape);
        Assert.Contains("OneHot: index out of range: index 3 at position 1", Assert.Throws<ArgumentException>(() => OneHot(tape, [0, 3], 3)).Message, StringComparison.Ordinal);
    }
}
