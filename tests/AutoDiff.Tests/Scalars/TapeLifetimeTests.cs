using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace AutoDiff.Tests.Scalars;

// What a tape holds on to, and what holds on to it.
public sealed class TapeLifetimeTests
{
    // The tapes are not disposed of, as where a thread dies of an exception: several on each thread, the upper ones in use.
    [Fact]
    public void Tapes_of_ended_threads_are_collected()
    {
        List<WeakReference> tapes = [];
        for (int i = 0; i < 4; i++)
            tapes.AddRange(OnThread(Abandon));
        for (int tries = 0; tries < 20 && tapes.Exists(tape => tape.IsAlive); tries++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(16, tapes.Count);
        Assert.DoesNotContain(tapes, tape => tape.IsAlive);
    }

    // The thread is still there: its numbers are too.
    [Fact]
    public void A_tape_in_use_stays()
    {
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(3), y = tape.Variable(5);
        OnThread(Abandon);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal([5, 3], tape.Gradient(x * y, x, y));
    }

    // Its numbers would be found more slowly, and so would those of the other one.
    [Fact]
    public void A_tape_keeps_out_of_the_place_of_another_thread_s()
    {
        using ScalarTape<double> tape = new();
        int place = ScalarMarks.Slot(tape.Variable(1).Place);
        OnThread(() =>
        {
            using ScalarTape<double> other = new();
            int[] places = new int[4 * ScalarMarks.Slots];
            for (int i = 0; i < places.Length; i++)
            {
                other.Reset();
                places[i] = ScalarMarks.Slot(other.Variable(1).Place);
            }

            Assert.DoesNotContain(place, places);
            Assert.True(places.Distinct().Count() > ScalarMarks.Slots / 2);
            return [];
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] Abandon()
    {
#pragma warning disable CA2000 // Tapes that nobody disposes of are what is tested.
        ScalarTape<double> lower = new(), upper = new();
        ScalarTape<float> single = new();
        ScalarTape<Dual<double>> nested = new();
#pragma warning restore CA2000
        Scalar<double> x = upper.Variable(2);
        Assert.Equal(4, upper.Gradient(x * x, x));
        return [new(lower), new(upper), new(single), new(nested)];
    }

    // What happens there is thrown here.
    private static WeakReference[] OnThread(Func<WeakReference[]> action)
    {
        WeakReference[] result = [];
        Exception? error = null;
        Thread thread = new(() => error = Record.Exception(() => result = action()));
        thread.Start();
        thread.Join();
        Assert.Null(error);
        return result;
    }
}
