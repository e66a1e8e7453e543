using System.Collections.Generic;
using System.Linq;
using AutoDiff.Oracle;
using Xunit;

namespace AutoDiff.Tests.House;

// Which operations tests/Oracle compares with PyTorch. The comparison itself needs PyTorch and is a program of its own.
public sealed class OracleTableTests
{
    private static IEnumerable<string> Compared => Table<double>.Cases.Select(row => row.Operation);

    [Fact]
    public void Every_operation_is_compared_with_PyTorch_or_has_a_reason_why_not() =>
        Assert.Empty(NotInPyTorch.Operations.Except(Compared).Except(NotInPyTorch.Reasons.Keys));

    [Fact]
    public void A_reason_stands_only_for_an_operation_that_is_not_compared() =>
        Assert.All(NotInPyTorch.Reasons.Keys, name => Assert.Contains(name, NotInPyTorch.Operations.Except(Compared)));

    [Fact]
    public void Both_precisions_are_asked_the_same() =>
        Assert.Equal(Table<double>.Cases.Select(row => row.ToString()), Table<float>.Cases.Select(row => row.ToString()));
}
