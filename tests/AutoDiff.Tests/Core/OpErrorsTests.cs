using System;
using System.Linq;
using System.Reflection;
using Xunit;

namespace AutoDiff.Tests.Core;

// The messages that several operations share, word for word; those of one operation are refused worked cases of its room.
public sealed class OpErrorsTests
{
    [Fact]
    public void DoesNotStretch() => Refused(
        "SumTo: [2] does not broadcast to [4]; need every length, counted from the end, to be equal or 1, and no more axes. Reshape, or insert an axis of length 1?",
        () => OpErrors.DoesNotStretch("SumTo", new Shape(2), new Shape(4)));

    [Fact]
    public void NeverRecorded() => Assert.Equal(
        "Bend: no derivative: it is the derivative of another operation, applied only where nothing is recorded; apply that operation instead.",
        OpErrors.NeverRecorded("Bend").Message);

    [Fact]
    public void NoInput() => Refused("Stack: no input; need at least one array.", () => OpErrors.NoInput("Stack"));

    [Fact]
    public void NoSuchPlace() => Refused(
        "Stack: no place for a new axis 4: the shape is [2, 3]; need a place from -3 to 2.", () => OpErrors.NoSuchPlace("Stack", 4, new Shape(2, 3)));

    [Fact]
    public void NothingToCompare() => Refused(
        "Max: no elements to choose from: the shape is [0, 2], the result would be [2]; need at least one element for each of the result's.",
        () => OpErrors.NothingToCompare("Max", new Shape(0, 2), new Shape(2)));

    [Fact]
    public void Every_message_is_tested()
    {
        string[] errors = [.. typeof(OpErrors).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly).Select(method => method.Name)];
        Assert.Empty(errors.Except(typeof(OpErrorsTests).GetMethods().Select(method => method.Name)));
    }

    private static void Refused(string message, Action action) => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
}
