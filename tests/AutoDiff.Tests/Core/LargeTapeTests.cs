using Xunit;

namespace AutoDiff.Tests.Core;

public sealed class LargeTapeTests
{
    // Every number is the mean of the two before it, so that all are means of the first two: the slopes with respect to these sum to 1, and are those of the closed form
    // y_n = (x_0 + 2 x_1) / 3 + (-1/2)^n (2/3) (x_0 - x_1).
    [Fact]
    public void A_braid_of_two_million_operations_has_the_slopes_of_its_closed_form()
    {
        const int Length = 1_000_000;
        using Tape<double> tape = new();
        Variable<double> half = tape.Constant(0.5), first = tape.Variable(2), second = tape.Variable(-1), before = first, last = second;
        for (int i = 0; i < Length; i++)
            (before, last) = (last, (before + last) * half);
        Assert.Equal(0, last.Item(), 1e-9);
        Variable<double>[] slopes = tape.Gradient(last, [first, second]);
        Assert.Equal(1 / 3.0, slopes[0].Item(), 1e-9);
        Assert.Equal(2 / 3.0, slopes[1].Item(), 1e-9);
        Assert.True(tape.Counters.Nodes >= 2 * Length);
    }
}
