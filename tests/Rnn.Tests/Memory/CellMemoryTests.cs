using System.Linq;
using AutoDiff.Tests.Rnn.Cells;
using Xunit;

namespace AutoDiff.Tests.Rnn.Memory;

[Collection(nameof(RunsAlone))]
public sealed class CellMemoryTests
{
    [Fact]
    public void A_step_of_no_cell_allocates() =>
        Assert.Equal([], CellTable.Cases.Select(cell => (cell.Name, Bytes: cell.BytesOfAStep())).Where(one => one.Bytes > 0));
}
