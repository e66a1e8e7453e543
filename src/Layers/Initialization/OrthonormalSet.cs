using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoDiff.Layers;

// Random orthonormal vectors. Normal vectors are made orthogonal by Gram-Schmidt, each of them twice: one pass leaves an
// error that grows with the condition number, a second one brings it down to rounding (Giraud, Langou, Rozloznik 2005).
// Since no vector is turned round, the set is drawn evenly from all orthonormal sets (Mezzadri 2007).
internal sealed class OrthonormalSet(int count, int length)
{
    // A vector that loses this much of its length lay in the span of the others: what is left of it is rounding.
    private const double Dependent = 1e-10;

    private readonly double[] _values = new double[checked(count * length)];

    public double this[int vector, int element] => _values[(vector * length) + element];

    public void Draw(RandomKey key, ulong first)
    {
        for (int i = 0; i < count; i++)
        {
            double before, after;
            do
            {
                CounterRandom.FillNormal(key.Seed, key.Stream, first, Vector(i));
                first += (ulong)length;
                before = Math.Sqrt(Dot(Vector(i), Vector(i)));
                Project(i);
                Project(i);
                after = Math.Sqrt(Dot(Vector(i), Vector(i)));
            }
            while (!(after > Dependent * before));
            foreach (ref double element in Vector(i))
                element /= after;
        }
    }

    private Span<double> Vector(int vector) => _values.AsSpan(vector * length, length);

    // Takes away from a vector what it has in common with those before it.
    private void Project(int vector)
    {
        for (int other = 0; other < vector; other++)
            Add(Vector(vector), Vector(other), -Dot(Vector(vector), Vector(other)));
    }

    // Eight running sums added in a fixed order: the same bits on every processor.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector512<double> sums = default;
        int i = 0;
        for (; i <= a.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            sums += Vector512.Create(a[i..]) * Vector512.Create(b[i..]);
        double sum = LaneSum.Of(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add(Span<double> to, ReadOnlySpan<double> from, double times)
    {
        int i = 0;
        Vector<double> all = new(times);
        for (; i <= to.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(to[i..]) + (all * new Vector<double>(from[i..]))).CopyTo(to[i..]);
        for (; i < to.Length; i++)
            to[i] += times * from[i];
    }
}
