using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core.Errors;

// Functions and batches that cannot be mapped.
public sealed class MapErrorsTests : MessageTests
{
    [Fact]
    public void ReadsExample()
    {
        using Tape<double> tape = Model();
        Variable<double> batch = tape.Variable([1, 2], new Shape(2));
        Refused<TapeException>(
            $"Map: the function reads the numbers of #{batch.Index + 1} Variable [], which differ from example to example, so that what it does next "
                + "cannot be done for all at once. Choose with Where instead of if, or call the function for each example and Stack the results.",
            () => tape.Map(x => x.Item() > 0 ? x : x * x, batch));
    }

    [Fact]
    public void BackwardOfExample()
    {
        using Tape<double> tape = Model();
        Refused<TapeException>(
            "Backward: the function of a batched map adds into parameters; it is recorded for one example only. "
                + "Return the gradient (Gradient), or call Backward on what the map returns.",
            () => tape.Map(
                x =>
                {
                    tape.Backward(x);
                    return x;
                },
                tape.Variable([1, 2], new Shape(2))));
    }

    [Fact]
    public void InsideMap()
    {
        using Tape<double> tape = Model();
        Inside("Sever", x => tape.Sever([x]));
        Inside("Reset", _ => tape.Reset());
        Inside("Dispose", _ => tape.Dispose());
        Inside("RetainParameters", _ => tape.RetainParameters());

        void Inside(string operation, Action<Variable<double>> act) => Refused<TapeException>(
            $"{operation}: a function is being recorded for one example of a batch; what the map will compute from must stay. Call {operation} between maps.",
            () => tape.Map(
                x =>
                {
                    act(x);
                    return x;
                },
                tape.Constant([1, 2], new Shape(2))));
    }

    [Fact]
    public void A_function_is_needed()
    {
        using Tape<double> tape = Model();
        Variable<double> batch = tape.Constant([1, 2], new Shape(2));
        Assert.Throws<ArgumentNullException>(() => tape.Map((Func<Variable<double>, Variable<double>>)null!, batch));
        Assert.Throws<ArgumentNullException>(() => tape.Map((WorkedFunction<double>)null!, [batch]));
        Assert.Throws<ArgumentNullException>(() => tape.PerSampleGradients(null!, [batch], [batch]));
        Assert.Throws<ArgumentNullException>(() => new CustomFunction<double>("None", null!));
    }

    [Fact]
    public void NoBatch()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>("Map: nothing to map over; need at least one batch.", () => tape.Map(x => x[0], []));
    }

    [Fact]
    public void NoExamples()
    {
        using Tape<double> tape = Model();
        const string Need = "need a first axis of length 1 or more, with an example at each place.";
        Refused<ArgumentException>("Map: batch 0 has no examples: its shape is []; " + Need, () => tape.Map(Sin, tape.Variable(1)));
        Refused<ArgumentException>("Map: batch 0 has no examples: its shape is [0, 2]; " + Need, () => tape.Map(Sin, tape.Fill(1, new Shape(0, 2))));
    }

    [Fact]
    public void BatchSizes()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>(
            "PerSampleGradients: numbers of examples differ: batch 0 is [2], batch 1 is [3]; need first axes of one length.",
            () => tape.PerSampleGradients(x => x[0], [tape.Fill(1, new Shape(2)), tape.Fill(1, new Shape(3))], []));
    }

    [Fact]
    public void LossOfExample()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>(
            "PerSampleGradients: the loss of an example is not a scalar: its shape is [3]; need one element. Reduce it with Sum or Mean.",
            () => tape.PerSampleGradients(x => x[0], [tape.Fill(1, new Shape(2, 3))], []));
    }
}
