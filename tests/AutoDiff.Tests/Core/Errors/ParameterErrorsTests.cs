using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core.Errors;

// Parameters that change under a tape, meet another thread, or are added up.
public sealed class ParameterErrorsTests : MessageTests
{
    [Fact]
    public void ParameterChanged()
    {
        Parameter<double> weight = new("layer.weight", new Shape(2), [1, 2]);
        using Tape<double> tape = Model();
        Variable<double> loss = Sum(Square(tape.Use(weight)));
        weight.Write("/home/me/Sgd.cs", 40)[0] = 7;
        const string Why = "parameter layer.weight has changed since #1 Square on the tape made at Model.cs:12 read it: version 0 then, 1 now, written "
            + "at Sgd.cs:40; need the values of the forward pass. Update parameters after the backward pass, and record a new forward "
            + "pass before the next; or call RetainParameters before the update, to go on with values of before and after it.";
        Refused<TapeException>("Backward: " + Why, () => tape.Backward(loss));
        Refused<TapeException>("Use: " + Why, () => tape.Use(weight));
        Assert.False(weight.HasGradient);
        tape.Reset();
        tape.Backward(Sum(Square(tape.Use(weight))));
        Assert.Equal([14, 4], weight.Gradient.ToArray());
    }

    [Fact]
    public void ParameterBusy()
    {
        Parameter<double> shared = new("shared", new Shape(1), [3]), own = new("own", new Shape(1), [4]);
        using Tape<double> tape = Model();
        TapeException? refused = null;
        Variable<double> loss = Sum(new Rule(_ => Run(() =>
        {
            using Tape<double> second = new();
            Variable<double> root = Sum(second.Use(own) * second.Use(shared));
            refused = Assert.Throws<TapeException>(() => second.Backward(root));
        })).Of(tape.Use(shared)));
        tape.Backward(loss);
        Assert.Equal(
            "Backward: parameter shared is receiving the gradient of another tape at this moment; need one backward pass at a time. "
                + "Let each thread enter Replicas of its own, and add their gradients up afterwards.",
            refused!.Message);

        // Nothing stays claimed.
        using Tape<double> third = new();
        third.Backward(Sum(third.Use(own) * third.Use(shared)));
        Assert.Equal([1 + 4], shared.Gradient.ToArray());
        Assert.Equal([3], own.Gradient.ToArray());
    }

    [Fact]
    public void ReplicasEntered()
    {
        Replicas<double> replicas = new([]), others = new([]);
        using (replicas.Enter())
            Refused<TapeException>(
                "Replicas.Enter: the thread is inside other replicas already, of parameters of the same element type; "
                    + "their gradients would miss each other. Leave the scope first.",
                () => others.Enter().Dispose());
        others.Enter().Dispose();
    }

    [Fact]
    public void ReplicatedTwice()
    {
        Parameter<double> one = new("one", new Shape(1)), two = new("two", new Shape(2));
        Refused<ArgumentException>(
            "Replicas: two [2] is listed twice, itself or a replica of it; need each parameter once.", () => new Replicas<double>([two, one, two.Replica()]));
    }

    [Fact]
    public void AddsItself()
    {
        Parameter<double> parameter = new("weight", new Shape(2, 3));
        Refused<ArgumentException>(
            "AddGradients: weight [2, 3] is added to itself; need other parameters, such as its replicas.",
            () => parameter.AddGradients([parameter.Replica(), parameter]));
    }

    [Fact]
    public void AddsOther()
    {
        Parameter<double> parameter = new("weight", new Shape(2, 3)), other = new("bias", new Shape(3));
        Refused<ArgumentException>(
            "AddGradients: shapes differ: the gradient is that of weight [2, 3], number 1 of those to be added that of bias [3]; need the same shape.",
            () => parameter.AddGradients([parameter.Replica(), other]));
    }
}
