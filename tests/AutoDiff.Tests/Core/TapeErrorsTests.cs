using System;
using System.Linq;
using System.Reflection;
using System.Threading;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// Every message about tapes, word for word: a test for each, of the same name.
public sealed class TapeErrorsTests
{
    [Fact]
    public void Every_message_is_tested()
    {
        string[] errors = [.. new[] { typeof(TapeErrors), typeof(TransformErrors) }
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => method.Name).Where(name => name != "Place")];
        string[] tests = [.. typeof(TapeErrorsTests).GetMethods().Select(method => method.Name)];
        Assert.All(errors, error => Assert.Contains(tests, test => test == error || test.StartsWith(error + "_", StringComparison.Ordinal)));
    }

    [Fact]
    public void NoTape()
    {
        Refused<TapeException>("Variable: no variable: the handle is `default`, which is on no tape; need one made by a tape or by an operation.", () => Sin(default(Variable<double>)));
        using Tape<double> tape = Model();
        Refused<TapeException>("Multiply: no variable: the handle is `default`, which is on no tape; need one made by a tape or by an operation.", () => tape.Variable(1) * default(Variable<double>));
        Refused<TapeException>("Gradient: no variable: the handle is `default`, which is on no tape; need one made by a tape or by an operation.", () => tape.Gradient(default, tape.Variable(1)));
        Assert.Equal("no variable", default(Variable<double>).ToString());
    }

    [Fact]
    public void NothingToPullBack()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1.0), y = Square(x);
        Refused<ArgumentException>("Pullback: nothing to follow back: 0 roots, 1 nodes; need at least one of each.", () => new Pullback<double>().Run([], [], [x], [new double[1]], 1));
        Refused<ArgumentException>("Pullback: nothing to follow back: 1 roots, 0 nodes; need at least one of each.", () => new Pullback<double>().Run([y], [new double[1]], [], [], 1));
    }

    [Fact]
    public void NoRows()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1.0), y = Square(x);
        Refused<ArgumentException>("Pullback: 0 rows of cotangents; need 1 or more.", () => new Pullback<double>().Run([y], [new double[1]], [x], [new double[1]], 0));
    }

    [Fact]
    public void RowsTooShort()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), y = Square(x);
        Refused<ArgumentException>("Pullback: an array is too short: 2 cotangents of shape [2] are 4 elements, the array has 3; need at least as many.", () => new Pullback<double>().Run([y], [new double[3]], [x], [new double[4]], 2));
        Refused<ArgumentException>("Pullback: an array is too short: 2 results of shape [2] are 4 elements, the array has 3; need at least as many.", () => new Pullback<double>().Run([y], [new double[4]], [x], [new double[3]], 2));
    }

    [Fact]
    public void ResultIsCotangent()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1.0), y = Square(x);
        double[] both = new double[1];
        Refused<ArgumentException>("Pullback: the results of node 0 would overwrite the cotangents: both are one array; need two. Exchange them afterwards.", () => new Pullback<double>().Run([y], [both], [x], [both], 1));
    }

    [Fact]
    public void PullbackOfExample()
    {
        using Tape<double> tape = new();
        Refused<TapeException>("Pullback: a batched map is being recorded, of whose examples no numbers can be taken; need the numbers. Use Vjp inside the map, which the map batches itself.", () => tape.Map(
            one =>
            {
                new Pullback<double>().Run([Square(one)], [new double[1]], [one], [new double[1]], 1);
                return one;
            },
            tape.Variable([1, 2], new Shape(2))));
    }

    [Fact]
    public void Disposed()
    {
        Tape<double> tape = Model();
        tape.Dispose();
        tape.Dispose();
        const string Why = "the tape made at Model.cs:12 is disposed; make a new one, or keep it and call Reset between steps.";
        Refused<TapeException>("Variable: " + Why, () => tape.Variable(1));
        Refused<TapeException>("Constant: " + Why, () => tape.Constant(1));
        Refused<TapeException>("Fill: " + Why, () => tape.Fill(1, new Shape(2)));
        Refused<TapeException>("Keep: " + Why, () => tape.Keep([1]));
        Refused<TapeException>("Use: " + Why, () => tape.Use(new Parameter<double>("w", new Shape(1))));
        Refused<TapeException>("Reset: " + Why, () => tape.Reset());
        Refused<TapeException>("Adopt: " + Why, tape.Adopt);
    }

    [Fact]
    public void ValueOfDisposed()
    {
        Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), y = Sin(x);
        tape.Dispose();
        const string Why = "variable #1 is gone: the tape made at Model.cs:12 is disposed. Copy what must outlive a tape with ToArray, or carry a recurrent state with its own copy.";
        Refused<TapeException>("Values: " + Why, () => y.Item());
        Refused<TapeException>("Shape: " + Why, () => y.Shape);
        Refused<TapeException>("IsActive: " + Why, () => y.IsActive);
        Assert.Equal("#1 of a tape that was reset or disposed", y.ToString());
    }

    [Fact]
    public void ValueOfReset()
    {
        using Tape<double> tape = Model();
        Variable<double> state = Sin(tape.Variable(1));
        tape.Reset("/home/me/Train.cs", 34);
        const string Why = "variable #1 is gone: the tape made at Model.cs:12 was reset at Train.cs:34. A state that crosses from one step to the next must be copied out of the tape: detach it and carry its values, or let a truncation policy do so.";
        Refused<TapeException>("Cos: " + Why, () => Cos(state));
        Refused<TapeException>("Add: " + Why, () => tape.Variable(1) + state);
        Refused<TapeException>("Values: " + Why, () => state.ToArray());
        Refused<TapeException>("Backward: " + Why, () => tape.Backward(state));
        Refused<TapeException>("Gradient: " + Why, () => tape.Gradient(tape.Variable(1), state));
        Refused<TapeException>("Jvp: " + Why, () => tape.Jvp(state, tape.Variable(1), tape.Constant(1)));
    }

    [Fact]
    public void AnotherTape()
    {
        using Tape<double> tape = Model(), other = new("Other.cs", 5);
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), y = other.Variable(3);
        Refused<TapeException>("Add: a variable of another tape: #0 Variable [] is on the tape made at Other.cs:5, the operation on the one made at Model.cs:12; need all inputs on one tape. Pass its values as a constant?", () => x + y);
        Refused<TapeException>("Gradient: a variable of another tape: #0 Variable [] is on the tape made at Other.cs:5, the operation on the one made at Model.cs:12; need all inputs on one tape. Pass its values as a constant?", () => tape.Gradient(Sum(x), y));
    }

    [Fact]
    public void AnotherThread()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1);
        int here = Environment.CurrentManagedThreadId, there = 0;
        TapeException? refused = null;
        Run(() =>
        {
            there = Environment.CurrentManagedThreadId;
            refused = Assert.Throws<TapeException>(() => Sin(x));
        });
        Assert.Equal($"Sin: the tape made at Model.cs:12 belongs to thread {here}, but thread {there} uses it; give every thread a tape of its own, or call Adopt on the thread that takes it over.", refused!.Message);
        Run(() =>
        {
            tape.Adopt();
            Assert.Equal(Math.Sin(1), Sin(x).Item(), 15);
        });
        Assert.Throws<TapeException>(() => Sin(x));
        tape.Reset();
        Assert.Equal(2, tape.Variable(2).Item());
    }

    [Fact]
    public void Nested()
    {
        using Tape<double> tape = Model();
        Parameter<double> weight = new("weight", Shape.Scalar, [2]);
        Variable<double> w = tape.Use(weight), other = Sin(w);
        foreach ((string name, Action<VjpAction> action) in new (string, Action<VjpAction>)[]
        {
            ("Gradient", call => call.Tape.Gradient(other, w)),
            ("Vjp", call => call.Tape.Vjp([other], [call.Tape.Constant(1)], [w])),
            ("Jvp", call => call.Tape.Jvp(other, w, call.Tape.Constant(1))),
            ("Gradient", call => call.Tape.Hvp(other, w, call.Tape.Constant(1))),
            ("Backward", call => call.Tape.Backward(other)),
            ("Reset", call => call.Tape.Reset()),
            ("Dispose", call => call.Tape.Dispose()),
        })
        {
            Variable<double> y = new Rule(action).Of(w);
            string why = $"{name}: the tape made at Model.cs:12 is computing a derivative; a rule may apply operations, but not start another derivative, and not reset or dispose of the tape.";
            Refused<TapeException>(why, () => tape.Gradient(y, w));
            Refused<TapeException>(why, () => tape.Gradient(y, w, record: true));
            Refused<TapeException>(why, () => tape.Backward(y));
        }

        Assert.Equal(Math.Cos(2), tape.Gradient(other, w).Item(), 15);
    }

    [Fact]
    public void ValueOfSevered()
    {
        using Tape<double> tape = Model();
        Variable<double> state = Sin(tape.Variable(1)), later = Cos(state);
        tape.Sever([later], [], "/home/me/Train.cs", 34);
        const string Why = "variable #1 is gone: the tape made at Model.cs:12 was severed at Train.cs:34, and it was not kept. Name what is used later in `keep` there, or carry its values as a constant.";
        Refused<TapeException>("Cos: " + Why, () => Cos(state));
        Refused<TapeException>("Values: " + Why, () => state.ToArray());
        Refused<TapeException>("Gradient: " + Why, () => tape.Gradient(tape.Variable(1), state));
        Assert.Equal("#1 of a tape that was severed", state.ToString());
    }

    [Fact]
    public void SeveredExample()
    {
        using Tape<double> tape = Model();
        Refused<TapeException>(
            "Sever: a function is being recorded for one example of a batch; what the map will compute from must stay. Sever the tape between maps.",
            () => tape.Map(
                x =>
                {
                    tape.Sever([x]);
                    return x;
                },
                tape.Constant([1, 2], new Shape(2))));
    }

    [Fact]
    public void ParameterChanged()
    {
        Parameter<double> weight = new("layer.weight", new Shape(2), [1, 2]);
        using Tape<double> tape = Model();
        Variable<double> loss = Sum(Square(tape.Use(weight)));
        weight.Write("/home/me/Sgd.cs", 40)[0] = 7;
        const string Why = "parameter layer.weight has changed since #1 Square on the tape made at Model.cs:12 read it: version 0 then, 1 now, written at Sgd.cs:40; need the values of the forward pass. Update parameters after the backward pass, and record a new forward pass before the next; or call RetainParameters before the update, to go on with values of before and after it.";
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
        Assert.Equal("Backward: parameter shared is receiving the gradient of another tape at this moment; need one backward pass at a time. Let each thread enter Replicas of its own, and add their gradients up afterwards.", refused!.Message);

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
            Refused<TapeException>("Replicas.Enter: the thread is inside other replicas already, of parameters of the same element type; their gradients would miss each other. Leave the scope first.", () => others.Enter().Dispose());
        others.Enter().Dispose();
    }

    [Fact]
    public void ReplicatedTwice()
    {
        Parameter<double> one = new("one", new Shape(1)), two = new("two", new Shape(2));
        Refused<ArgumentException>("Replicas: two [2] is listed twice, itself or a replica of it; need each parameter once.", () => new Replicas<double>([two, one, two.Replica()]));
    }

    [Fact]
    public void AddsItself()
    {
        Parameter<double> parameter = new("weight", new Shape(2, 3));
        Refused<ArgumentException>("AddGradients: weight [2, 3] is added to itself; need other parameters, such as its replicas.", () => parameter.AddGradients([parameter.Replica(), parameter]));
    }

    [Fact]
    public void AddsOther()
    {
        Parameter<double> parameter = new("weight", new Shape(2, 3)), other = new("bias", new Shape(3));
        Refused<ArgumentException>("AddGradients: shapes differ: the gradient is that of weight [2, 3], number 1 of those to be added that of bias [3]; need the same shape.", () => parameter.AddGradients([parameter.Replica(), other]));
    }

    [Fact]
    public void NotActive()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), constant = Sin(tape.Constant(1));
        string Why(string operation, int index, string name) => $"{operation}: nothing to differentiate: #{index} {name} [] was computed from constants only, or inside a no-gradient scope, or detached; need a root that depends on a variable or a parameter.";
        Refused<TapeException>(Why("Gradient", 2, "Sin"), () => tape.Gradient(constant, x));
        Refused<TapeException>(Why("Backward", 2, "Sin"), () => tape.Backward(constant));
        Variable<double> silent;
        using (tape.NoGradient())
            silent = Cos(x);
        Refused<TapeException>(Why("Gradient", 3, "Cos"), () => tape.Gradient(silent, x));
        Refused<TapeException>(Why("Vjp", 3, "Cos"), () => tape.Vjp([silent], [tape.Constant(1)], [x]));
    }

    [Fact]
    public void DoesNotDepend()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), y = tape.Variable([1, 2], new Shape(2)), z = Sin(x), later = Cos(z);
        string Why(string operation, string root, string wrt) => $"{operation}: no path: {root} does not depend on {wrt}; its gradient is not defined by the tape. Was it detached, replaced by a copy, or computed in a no-gradient scope? Ask for zeros with unconnected: Unconnected.Zero.";
        Refused<TapeException>(Why("Gradient", "#2 Sin []", "#1 Variable [2]"), () => tape.Gradient(z, y));
        Refused<TapeException>(Why("Gradient", "#2 Sin []", "#1 Variable [2]"), () => tape.Gradient(z, [x, y], record: true));
        Refused<TapeException>(Why("Gradient", "#2 Sin []", "#3 Cos []"), () => tape.Gradient(z, later));
        Refused<TapeException>(Why("Jvp", "#2 Sin []", "#1 Variable [2]"), () => tape.Jvp(z, y, tape.Fill(1, new Shape(2))));
        foreach (bool record in new[] { false, true })
        {
            Variable<double>[] zeros = tape.Gradient(z, [y, later], record, Unconnected.Zero);
            Assert.Equal([0, 0], zeros[0].ToArray());
            Assert.Equal(0, zeros[1].Item());
        }

        Assert.Equal(0, tape.Jvp(z, y, tape.Fill(1, new Shape(2)), record: false, Unconnected.Zero).Item());
    }

    [Fact]
    public void NotScalar()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Refused<ArgumentException>("Gradient: the root is not a scalar: its shape is [2]; need one element, or a cotangent of that shape. Reduce it with Sum or Mean, or pass a cotangent.", () => tape.Gradient(x * x, x));
        Refused<ArgumentException>("Backward: the root is not a scalar: its shape is [2]; need one element, or a cotangent of that shape. Reduce it with Sum or Mean, or pass a cotangent.", () => tape.Backward(x * x));
        Assert.Equal([2, 4], tape.Gradient(Reshape(Sum(x * x), new Shape(1, 1)), x).ToArray());
    }

    [Fact]
    public void CotangentShape()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Refused<ArgumentException>("Vjp: the cotangent does not fit: the root is [2], the cotangent [1, 2]; need equal shapes.", () => tape.Vjp([x * x], [tape.Constant([1, 1], new Shape(1, 2))], [x]));
        Refused<ArgumentException>("Backward: the cotangent does not fit: the root is [2], the cotangent []; need equal shapes.", () => tape.Backward([x * x], [tape.Constant(1)]));
    }

    [Fact]
    public void CountsDiffer()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), y = x * x;
        Refused<ArgumentException>("Vjp: 2 roots but 1 cotangents; need one of each.", () => tape.Vjp([y, y], [x], [x]));
        Refused<ArgumentException>("Backward: 1 roots but 2 cotangents; need one of each.", () => tape.Backward([y], [x, x]));
        Refused<ArgumentException>("Jvp: 2 nodes but 1 tangents; need one of each.", () => tape.Jvp([y], [x, x], [x]));
    }

    [Fact]
    public void NoRoot()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1);
        Refused<ArgumentException>("Vjp: no root; need at least one.", () => tape.Vjp([], [], [x]));
        Refused<ArgumentException>("Backward: no root; need at least one.", () => tape.Backward([]));
    }

    [Fact]
    public void ContributionShape()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Variable<double> y = Sum(new Rule(contribution: yBar => Reshape(yBar, new Shape(2, 1))).Of(x));
        const string Why = "Rule: the rule's contribution to input 0 does not fit: the input is [2], the contribution [2, 1]; need the input's shape, or one that the input broadcasts to.";
        Refused<ArgumentException>(Why, () => tape.Gradient(y, x));
        Refused<ArgumentException>(Why, () => tape.Gradient(y, x, record: true));
    }

    [Fact]
    public void TangentShape_of_a_rule()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Variable<double> y = new Rule(contribution: yDot => Reshape(yDot, new Shape(2, 1))).Of(x);
        Refused<ArgumentException>("Rule: the rule's contribution to the tangent does not fit: the result is [2], the contribution [2, 1]; need the result's shape, or one that broadcasts to it.", () => tape.Jvp(y, x, x));
    }

    [Fact]
    public void TangentShape()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Refused<ArgumentException>("Jvp: the tangent does not fit: the node is [2], the tangent []; need equal shapes.", () => tape.Jvp(x * x, x, tape.Constant(1)));
    }

    [Fact]
    public void ProductLengths()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Refused<ArgumentException>(
            "Linearization: lengths do not fit: the vector has 3 elements, the product 1; need 2, as many as the nodes have together, and 2, as many as the differentiated values have.",
            () => tape.HessianProduct(Sum(x * x), x).Times(new double[3], new double[1]));
    }

    [Fact]
    public void NotOneElement()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>("Item: not one element: the shape is [2, 3] with 6 elements; need exactly 1. Use Values or ToArray.", () => tape.Fill(1, new Shape(2, 3)).Item());
        Assert.Equal(1, tape.Fill(1, new Shape(1, 1)).Item());
    }

    [Fact]
    public void WrongLength()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>("Variable: the values do not fill the shape: [2, 3] has 6 elements, 2 values were given; need as many values as elements.", () => tape.Variable([1, 2], new Shape(2, 3)));
        Refused<ArgumentException>("Constant: the values do not fill the shape: [] has 1 elements, 0 values were given; need as many values as elements.", () => tape.Constant([], Shape.Scalar));
        Refused<ArgumentException>("Parameter: the values do not fill the shape: [2] has 2 elements, 3 values were given; need as many values as elements.", () => new Parameter<double>("w", new Shape(2), [1, 2, 3]));
        Assert.Equal(0, tape.Counters.Nodes);
    }

    private static Tape<double> Model() => new("/home/me/Model.cs", 12);

    [Fact]
    public void RuleIsRecorded()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), y = tape.Apply(default(OpensAlways), x);
        Assert.Equal(1, tape.Gradient(y, x).Item());
        Refused<TapeException>(
            "OpensAlways: the reverse rule reads Open while it is recorded, or run for one example of a batch; plain numbers carry no derivative. Ask MayOpen first, and write the rule with operations where it does not hold.",
            () => tape.Gradient(y, x, record: true));
    }

    [Fact]
    public void ReadsExample()
    {
        using Tape<double> tape = Model();
        Variable<double> batch = tape.Variable([1, 2], new Shape(2));
        Refused<TapeException>(
            $"Map: the function reads the numbers of #{batch.Index + 1} Variable [], which differ from example to example, so that what it does next cannot be done for all at once. Choose with Where instead of if, or call the function for each example and Stack the results.",
            () => tape.Map(x => x.Item() > 0 ? x : x * x, batch));
    }

    [Fact]
    public void BackwardOfExample()
    {
        using Tape<double> tape = Model();
        Refused<TapeException>(
            "Backward: the function of a batched map adds into parameters; it is recorded for one example only. Return the gradient (Gradient), or call Backward on what the map returns.",
            () => tape.Map(
                x =>
                {
                    tape.Backward(x);
                    return x;
                },
                tape.Variable([1, 2], new Shape(2))));
    }

    [Fact]
    public void BatchShape()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>(
            "NarrowBatch: the batching rule's result does not fit: it is [3], all examples together are [2, 3]; need the examples along a new first axis.",
            () => tape.Map(NarrowBatch.Of, tape.Fill(1, new Shape(2, 3))));
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

    [Fact]
    public void TooManyAxes()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1], new Shape(1, 1, 1, 1, 1));
        Refused<ArgumentException>(
            "Hessian: too many axes: the root is [1, 1, 1, 1, 1], the node [1, 1, 1, 1, 1], together 10 axes; need at most 8. Reshape one to a vector.",
            () => tape.Hessian(Sum(x * x), x));
    }

    [Fact]
    public void Order()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1);
        Refused<ArgumentException>("Directional: no such order: 0; need 1 or more.", () => tape.Directional(x, x, x, 0));
    }

    private static void Refused<TException>(string message, Action action)
        where TException : Exception => Assert.Equal(message, Assert.Throws<TException>(action).Message);

    private static void Refused<TException>(string message, Func<object> action)
        where TException : Exception => Assert.Equal(message, Assert.Throws<TException>(action).Message);

    private static void Run(ThreadStart action)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    // The identity, by a rule that does not ask whether it may open.
    private readonly struct OpensAlways : IPrimitive<double>
    {
        public static string Name => "OpensAlways";

        public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

        public void Forward(in ForwardCall<double> call) => call.Input(0).CopyTo(call.Output);

        public void Vjp(in VjpCall<double> call) => call.Open(0, out _)[0] = call.Cotangent.Item();

        public void Jvp(in JvpCall<double> call) => call.Add(call.Tangent(0));
    }
}
