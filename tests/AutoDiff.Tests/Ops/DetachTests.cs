using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

public sealed class DetachTests
{
    [Fact]
    public void A_detached_factor_counts_as_a_constant()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(3), y = x * Detach(x);
        Assert.Equal(3, tape.Gradient(y, x).Item());
        Assert.Equal(3, tape.Jvp(y, x, tape.Constant(1)).Item());
        Assert.Equal(0, tape.Hvp(y, x, tape.Constant(1)).Item());
    }

    [Fact]
    public void Behind_it_nothing_is_visited()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(0.5), before = x;
        for (int i = 0; i < 100; i++)
            before = Tanh(before);
        Variable<double> y = Detach(before) * x;
        tape.Gradient(y, x);
        Assert.Equal(1, tape.Counters.Pushes);
    }

    [Fact]
    public void It_shares_its_inputs_elements_and_is_not_active()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), y = Detach(x);
        Assert.True(y.Values == x.Values);
        Assert.False(y.IsActive);
        Assert.False(Exp(y).IsActive);
    }

    [Fact]
    public void A_root_behind_it_alone_is_refused()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1);
        Variable<double> y = Detach(x) * 2;
        TapeException exception = Assert.Throws<TapeException>(() => tape.Gradient(y, x));
        Assert.Contains("detached", exception.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_stops_at_it()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2), state = Detach(x * x), weight = tape.Variable(5);
        Variable<double> y = state * weight;
        Assert.Equal(5, tape.Gradient(y, state).Item());
        Assert.Equal(4, tape.Gradient(y, weight).Item());
        Assert.Throws<TapeException>(() => tape.Gradient(y, x));
    }
}
