using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core.Errors;

// Cotangents that a pullback cannot take.
public sealed class PullbackErrorsTests : MessageTests
{
    [Fact]
    public void NothingToPullBack()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1.0), y = Square(x);
        Refused<ArgumentException>(
            "Pullback: nothing to follow back: 0 roots, 1 nodes; need at least one of each.",
            () => new Pullback<double>().Run([], [], [x], [new double[1]], 1));
        Refused<ArgumentException>(
            "Pullback: nothing to follow back: 1 roots, 0 nodes; need at least one of each.",
            () => new Pullback<double>().Run([y], [new double[1]], [], [], 1));
    }

    [Fact]
    public void NoRows()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1.0), y = Square(x);
        Refused<ArgumentException>(
            "Pullback: 0 rows of cotangents; need 1 or more.", () => new Pullback<double>().Run([y], [new double[1]], [x], [new double[1]], 0));
    }

    [Fact]
    public void RowsTooShort()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), y = Square(x);
        Refused<ArgumentException>(
            "Pullback: an array is too short: 2 cotangents of shape [2] are 4 elements, the array has 3; need at least as many.",
            () => new Pullback<double>().Run([y], [new double[3]], [x], [new double[4]], 2));
        Refused<ArgumentException>(
            "Pullback: an array is too short: 2 results of shape [2] are 4 elements, the array has 3; need at least as many.",
            () => new Pullback<double>().Run([y], [new double[4]], [x], [new double[3]], 2));
    }

    [Fact]
    public void ResultIsCotangent()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1.0), y = Square(x);
        double[] both = new double[1];
        Refused<ArgumentException>(
            "Pullback: the results of node 0 would overwrite the cotangents: both are one array; need two. Exchange them afterwards.",
            () => new Pullback<double>().Run([y], [both], [x], [both], 1));
    }

    [Fact]
    public void ResultsShared()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1.0), w = tape.Variable(2.0);
        double[] both = new double[1];
        Refused<ArgumentException>(
            "Pullback: the results of nodes 0 and 1 would overwrite each other: both are one array; need two.",
            () => new Pullback<double>().Run([x * w], [[1]], [x, w], [both, both], 1));
    }

    [Fact]
    public void PullbackOfExample()
    {
        using Tape<double> tape = new();
        Refused<TapeException>(
            "Pullback: a batched map is being recorded, of whose examples no numbers can be taken; need the numbers. Use Vjp inside the map, which the map batches itself.",
            () => tape.Map(
                one =>
                {
                    new Pullback<double>().Run([Square(one)], [new double[1]], [one], [new double[1]], 1);
                    return one;
                },
                tape.Variable([1, 2], new Shape(2))));
    }
}
