using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using AutoDiff.Storage;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// Forgetting the beginning of a tape, and parameters that change under what is recorded.
public sealed class SeverTests : IDisposable
{
    private readonly Tape<double> _tape = new();
    private readonly Parameter<double> _w = new("w", Shape.Scalar, [0.5]);

    public void Dispose() => _tape.Dispose();

    [Fact]
    public void A_backward_pass_stops_at_the_cut()
    {
        // h[t] = w h[t-1] + 1 from h[0] = 2: dh[3]/dw with h[1] held is h[2] + w h[1].
        Variable<double> w = _tape.Use(_w), h1 = (w * 2) + 1, h2 = (w * h1) + 1, h3 = (w * h2) + 1;
        double wanted = h2.Item() + (0.5 * h1.Item());
        _tape.Sever([h1], [h3]);
        _tape.Backward(h3);
        Assert.Equal(wanted, _w.Gradient[0], 15);
        Assert.False(h1.IsActive);
        Assert.Equal(2, h1.Item());
        Assert.Equal(2, h3.Item());
    }

    [Fact]
    public void Handles_to_what_is_kept_stay_good_and_others_say_where_they_were_severed()
    {
        Variable<double> x = _tape.Variable([1, 2, 3], new Shape(3)), a = Exp(x), b = a + 1, c = b * a, side = Sin(c);
        double[] values = c.ToArray();
        _tape.Sever([a], [c]);
        Variable<double> later = c * 2;
        Assert.Equal(values, c.ToArray());
        Assert.Equal(Math.E, a.Values[0], 12);
        Assert.Equal(2 * values[1], later.Values[1]);
        Assert.NotEqual(later, c);
        foreach (Variable<double> gone in (Variable<double>[])[x, side])
        {
            TapeException error = Assert.Throws<TapeException>(() => gone.ToArray());
            Assert.All((string[])["gone", "severed at SeverTests.cs:", "keep"], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
            Assert.Throws<TapeException>(() => gone + later);
            Assert.Contains("severed", gone.ToString(), StringComparison.Ordinal);
        }

        // Again, and with what was recorded since.
        _tape.Sever([c], [later]);
        Assert.Equal(2 * values[2], later.Values[2]);
        Assert.Equal(values, c.ToArray());
        Assert.Throws<TapeException>(() => a.ToArray());
        Assert.Equal(2, _tape.Counters.Nodes - 1);
    }

    [Fact]
    public void A_leaf_stays_what_it_is_and_a_constant_loses_its_past()
    {
        Variable<double> x = _tape.Variable(3), constant = Exp(_tape.Constant(0.5)), y = constant * x;
        _tape.Sever([x], [y]);
        Variable<double> gradient = _tape.Gradient(y, x);
        Assert.Equal(Math.Exp(0.5), gradient.Item(), 15);
        Assert.Throws<TapeException>(() => _tape.Gradient(y, _tape.Variable(1)));
        Assert.Equal(Math.Exp(0.5), constant.Item(), 15);
    }

    [Fact]
    public void What_is_gone_or_elsewhere_is_refused_and_nothing_changes()
    {
        using Tape<double> other = new();
        Variable<double> foreign = other.Variable(1), x = _tape.Variable(2), y = Exp(x), z = y * x;
        Assert.Contains("another tape", Assert.Throws<TapeException>(() => _tape.Sever([foreign], [z])).Message, StringComparison.Ordinal);
        Assert.Contains("another tape", Assert.Throws<TapeException>(() => _tape.Sever([y], [foreign])).Message, StringComparison.Ordinal);
        Assert.Contains("no variable", Assert.Throws<TapeException>(() => _tape.Sever([default])).Message, StringComparison.Ordinal);
        Assert.Equal(Math.Exp(2) * 3, _tape.Gradient(z, x).Item(), 12);
        Assert.Contains("map", Assert.Throws<TapeException>(() => _tape.Map(one =>
        {
            _tape.Sever([one]);
            return one;
        }, _tape.Constant([1, 2], new Shape(2)))).Message, StringComparison.Ordinal);
        _tape.Dispose();
        Assert.Contains("disposed", Assert.Throws<TapeException>(() => _tape.Sever([])).Message, StringComparison.Ordinal);
    }

    // Operations that carry whole numbers, functions or many fields still find them.
    [Fact]
    public void What_operations_carry_moves_with_them()
    {
        Parameter<double> table = new("table", new Shape(6, 2), [.. Numbered(12)]);
        double Loss(bool sever, out double[] gradient)
        {
            _tape.Reset();
            table.ClearGradient();
            Variable<double> state = _tape.Constant([0.1, -0.2], new Shape(1, 2));
            List<Variable<double>> states = [state];
            for (int t = 0; t < 12; t++)
            {
                Variable<double> x = Gather(_tape.Use(table), [(t * 5) % 6]);
                Variable<double> hooked = ReplaceGradient(Tanh(x + state), g => 0.5 * g);
                state = Concatenate(1, Slice(hooked, 1, 1, 1), Slice(hooked, 1, 0, 1));
                states.Add(state);
                if (sever && t >= 8)
                    _tape.Sever([states[t - 4]], [state]);
                else if (!sever && t == 6)
                    state = Detach(state);
            }

            Variable<double> last = Sum(Square(state));
            _tape.Backward(last);
            gradient = table.Gradient.ToArray();
            return last.Item();
        }

        double whole = Loss(sever: false, out double[] expected), severed = Loss(sever: true, out double[] actual);
        Assert.Equal(whole, severed);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 14);
    }

    [Fact]
    public void A_hundred_thousand_steps_hold_the_tape_constant()
    {
        Parameter<double> u = new("u", new Shape(8, 8), [.. Numbered(64)]);
        Variable<double>[] ring = new Variable<double>[5];
        Variable<double> h = _tape.Fill(0.1, new Shape(4, 8));
        long bytes = 0, garbage = 0;
        int nodes = 0;
        for (int t = 0; t < 100_000; t++)
        {
            if (t == 20_000)
                (bytes, nodes, garbage) = (_tape.Counters.Bytes, _tape.Counters.Nodes, GC.GetAllocatedBytesForCurrentThread());
            h = Tanh((MatMul(h, _tape.Use(u)) * 0.5) + Gather(_tape.Use(u), [t % 8]));
            ring[t % 5] = h;
            if (t < 5)
                continue;
            if (t % 1_000 == 0)
            {
                u.ClearGradient();
                _tape.Backward(Sum(h));
            }

            Variable<double> cut = ring[(t + 1) % 5], keep = h;
            _tape.Sever(new ReadOnlySpan<Variable<double>>(in cut), new ReadOnlySpan<Variable<double>>(in keep));
        }

        // The smallest object a step would be 1,920,000 bytes; what the runtime takes now and then is less.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - garbage, 0, 4096);
        Assert.Equal(bytes, _tape.Counters.Bytes);
        Assert.Equal(nodes, _tape.Counters.Nodes);
        Assert.InRange(bytes, 1, 1 << 20);
        Assert.True(u.HasGradient);
    }

    // The gradient at two versions of one weight is the sum of both.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_parameter_that_changes_is_read_as_it_was_and_gets_both_gradients(bool usedAgain)
    {
        Variable<double> h1 = _tape.Use(_w) * 3, h2;
        Variable<double> view = Reshape(_tape.Use(_w), new Shape(1));
        _tape.RetainParameters();
        _w.Write()[0] = 0.25;
        h2 = usedAgain ? h1 * _tape.Use(_w) : h1;
        Assert.Equal(usedAgain ? 0.375 : 1.5, h2.Item());
        Assert.Equal(0.5, view.Values[0]);
        _w.ClearGradient();
        _tape.Backward(h2);
        _tape.Backward(h2);
        Assert.Equal(2 * (usedAgain ? (3 * 0.25) + 1.5 : 3), _w.Gradient[0], 15);
        Assert.Equal([_w], _tape.ParametersInUse());
    }

    // Of a type that no other test has a pool of.
    [Fact]
    public void Copies_of_parameters_go_back_when_they_are_severed_or_the_tape_is_reset()
    {
        Parameter<NFloat> w = new("w", Shape.Scalar, [0.5f]);
        using Tape<NFloat> tape = new();
        long before = SlabPool<NFloat>.Live;
        Variable<NFloat> h = tape.Use(w) * 3;
        long used = SlabPool<NFloat>.Live;
        tape.RetainParameters();
        Assert.True(SlabPool<NFloat>.Live > used);
        tape.Sever([h]);
        Assert.Equal(used, SlabPool<NFloat>.Live);
        h *= tape.Use(w);
        tape.RetainParameters();
        tape.Reset();
        Assert.Equal(used, SlabPool<NFloat>.Live);
        Assert.True(used >= before);
    }

    [Fact]
    public void A_parameter_that_has_changed_already_cannot_be_retained()
    {
        Variable<double> h = _tape.Use(_w) * 3;
        _w.Write()[0] = 0.25;
        TapeException error = Assert.Throws<TapeException>(_tape.RetainParameters);
        Assert.All((string[])["RetainParameters", "parameter w has changed"], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.Throws<TapeException>(() => _tape.Backward(h));
    }

    // Slabs: one with nothing kept in it is used again, whatever order they were made in.
    [Fact]
    public void Memory_behind_the_cut_is_used_again()
    {
        const int Large = 1 << 16;
        Variable<double> x = _tape.Fill(1, new Shape(Large));
        Variable<double> factor = _tape.Variable(1.0);
        for (int i = 0; i < 50; i++)
        {
            Variable<double> next = (x * factor) + 1;
            _tape.Sever([x], [next]);
            x = next;
        }

        Assert.Equal(51, x.Values[Large - 1]);
        Assert.InRange(_tape.Counters.Bytes, Large * 8 * 3, Large * 8 * 20);
    }

    private static IEnumerable<double> Numbered(int count)
    {
        for (int i = 0; i < count; i++)
            yield return (((i * 7) % 11) - 5) / 10.0;
    }
}
