using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core.Errors;

// Rules that do what a rule may not.
public sealed class RuleErrorsTests : MessageTests
{
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
            ("Hvp", call => call.Tape.Hvp(other, w, call.Tape.Constant(1))),
            ("Backward", call => call.Tape.Backward(other)),
            ("Reset", call => call.Tape.Reset()),
            ("Dispose", call => call.Tape.Dispose()),
        })
        {
            Variable<double> y = new Rule(action).Of(w);
            string why = $"{name}: the tape made at Model.cs:12 is computing a derivative; "
                + "a rule may apply operations, but not start another derivative, and not reset or dispose of the tape.";
            Refused<TapeException>(why, () => tape.Gradient(y, w));
            Refused<TapeException>(why, () => tape.Gradient(y, w, record: true));
            Refused<TapeException>(why, () => tape.Backward(y));
        }

        Assert.Equal(Math.Cos(2), tape.Gradient(other, w).Item(), 15);
    }

    [Fact]
    public void ContributionShape()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Variable<double> y = Sum(new Rule(contribution: yBar => Reshape(yBar, new Shape(2, 1))).Of(x));
        const string Why = "Rule: the rule's contribution to input 0 does not fit: the input is [2], the contribution [2, 1]; "
            + "need the input's shape, or one that the input broadcasts to.";
        Refused<ArgumentException>(Why, () => tape.Gradient(y, x));
        Refused<ArgumentException>(Why, () => tape.Gradient(y, x, record: true));
    }

    [Fact]
    public void RowsDiffer()
    {
        using Tape<double> tape = Model();
        Parameter<double> table = new("table", new Shape(3, 2));
        Refused<ArgumentException>(
            "AddsTo: index out of range: index 3 at position 1, but there are 3 places; need 0 <= index < 3.",
            () => tape.Backward(Sum(tape.Apply(new AddsTo(tape.Keep([0, 3]), tape.Keep([0, 2])), tape.Use(table)))));
        Refused<ArgumentException>(
            "AddsTo: the rule's rows for input 0 do not fit: the input is [3, 2], 1 of its rows are named, what is added to them is [2, 2]; need one row for each.",
            () => tape.Backward(Sum(tape.Apply(new AddsTo(tape.Keep([0]), tape.Keep([0, 2])), tape.Use(table)))));
        Assert.False(table.HasGradient);
        tape.Backward(Sum(tape.Apply(new AddsTo(tape.Keep([0, 2]), tape.Keep([0, 2])), tape.Use(table))));
        Assert.Equal([0, 2], table.GradientRows);
    }

    [Fact]
    public void TangentShape_of_a_rule()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2));
        Variable<double> y = new Rule(contribution: yDot => Reshape(yDot, new Shape(2, 1))).Of(x);
        Refused<ArgumentException>(
            "Rule: the rule's contribution to the tangent does not fit: the result is [2], the contribution [2, 1]; "
                + "need the result's shape, or one that broadcasts to it.",
            () => tape.Jvp(y, x, x));
    }

    [Fact]
    public void RuleIsRecorded()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), y = tape.Apply(default(OpensAlways), x);
        Assert.Equal(1, tape.Gradient(y, x).Item());
        Refused<TapeException>(
            "OpensAlways: the reverse rule reads Open while it is recorded, or run for one example of a batch; plain numbers carry no derivative. "
                + "Ask MayOpen first, and write the rule with operations where it does not hold.",
            () => tape.Gradient(y, x, record: true));
    }

    [Fact]
    public void NoSuchInput()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), product = x * x;
        const string Why = ": the operation was applied to 1, counted from 0; need rules that ask for no more, and an application to as many as they ask for.";
        Refused<ArgumentException>("Asks: no input 1" + Why, () => tape.Apply(new Asks(shape: 1), x));
        Refused<ArgumentException>("Asks: no input 2" + Why, () => tape.Apply(new Asks(forward: 2), x));
        foreach (int input in new[] { 1, -1 })
        {
            Variable<double> y = Sum(tape.Apply(new Asks(reverse: input), x) * product);
            Refused<ArgumentException>($"Asks: no input {input}" + Why, () => tape.Gradient(y, x));
            Refused<ArgumentException>($"Asks: no input {input}" + Why, () => tape.Gradient(y, x, record: true));
            Refused<ArgumentException>($"Asks: no input {input}" + Why, () => tape.Jvp(y, x, x));
        }

        Assert.Equal([2, 4], tape.Gradient(Sum(product), x).ToArray());
    }

    [Fact]
    public void StandsStill()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable(1), fixedOne = tape.Constant(2), y = tape.Apply(new Asks(reverse: 1), x, fixedOne);
        Refused<ArgumentException>(
            "Asks: the forward rule asks for the tangent of input 1, which has none; need those alone for which Moves holds.",
            () => tape.Jvp(y, x, x));
    }

    [Fact]
    public void ViewOutside()
    {
        using Tape<double> tape = Model();
        Variable<double> x = tape.Variable([1, 2, 3, 4], new Shape(2, 2));
        const string Why = ", the input is [2, 2] with 4 elements; need a run of them.";
        Refused<ArgumentException>("Stretched: the view reaches beyond its input: it is [3] from element 2 on" + Why, () => tape.View(new Stretched(2, 3), x));
        Refused<ArgumentException>("Stretched: the view reaches beyond its input: it is [1] from element -1 on" + Why, () => tape.View(new Stretched(-1, 1), x));
        Refused<ArgumentException>("Stretched: the view reaches beyond its input: it is [5] from element 0 on" + Why, () => tape.View(new Stretched(0, 5), x));
        Assert.Equal([3, 4], tape.View(new Stretched(2, 2), x).ToArray());
        Assert.Equal([], tape.View(new Stretched(4, 0), x).ToArray());
    }

    [Fact]
    public void NegativeSaved()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>("SavesLessThanNothing: it saves -1 elements; need 0 or more.", () => tape.Apply(default(SavesLessThanNothing), tape.Variable(1)));
    }

    [Fact]
    public void IsApplying()
    {
        using Tape<double> tape = Model();
        Parameter<double> weight = new("weight", new Shape(2), [3, 4]);
        Variable<double> x = tape.Variable([1, 2], new Shape(2)), loss = Sum(tape.Use(weight) * x);
        TapeCounters before = tape.Counters;
        foreach ((string name, Action action) in new (string, Action)[]
        {
            ("Exp", () => Exp(Exp(x))),
            ("Use", () => tape.Use(weight)),
            ("Backward", () => tape.Backward(loss)),
            ("Adopt", tape.Adopt),
            ("Sever", () => tape.Sever([x])),
            ("Dispose", tape.Dispose),
            ("Reset", () =>
            {
                tape.Reset();
                tape.Variable(1);
            }),
        })
        {
            string why = $"{name}: the tape made at Model.cs:12 is applying an operation, whose shape rule or computation asks it for this; need both to compute from what "
                + "they are given alone. Apply operations in the reverse and the forward rule, or write a function of operations instead.";
            Refused<TapeException>(why, () => new Rule(forward: action).Of(x));
            Refused<TapeException>(why, () => tape.View(new Stretched(0, 1, action), x));
        }

        Assert.Equal(before, tape.Counters);
        tape.Backward(loss);
        Assert.Equal([1, 2], weight.Gradient.ToArray());
    }

    // What a rule applies is computed later, while the next operation's inputs are being put down.
    [Fact]
    public void IsApplying_of_what_a_rule_applies()
    {
        using Tape<double> tape = Model();
        Parameter<double> weight = new("weight", new Shape(2), [3, 4]);
        Variable<double> w = tape.Use(weight), other = tape.Variable([1, 2], new Shape(2));
        Variable<double> y = Sum(new Rule(contribution: yBar => new Rule(forward: () => Exp(other)).Of(yBar) * w).Of(w));
        const string Why = "Exp: the tape made at Model.cs:12 is applying an operation, whose shape rule or computation asks it for this; need both to compute from what "
            + "they are given alone. Apply operations in the reverse and the forward rule, or write a function of operations instead.";
        Refused<TapeException>(Why, () => tape.Gradient(y, w));
        Refused<TapeException>(Why, () => tape.Gradient(y, w, record: true));
        Refused<TapeException>(Why, () => tape.Backward(y));
        Assert.Equal([6, 8], tape.Gradient(Sum(w * w), w).ToArray());
    }

    // Its computation would write on into memory that is another tape's by then.
    [Fact]
    public void IsApplying_while_a_step_is_replayed()
    {
        Parameter<double> weight = new("weight", new Shape(2), [3, 4]);
        Action forward = () => { };
        Rule rule = new(forward: () => forward());
        using Replay<double> replay = new(tape => Sum(rule.Of(tape.Use(weight))));
        Tape<double> kept = replay.Forward().Tape;
        kept = replay.Forward().Tape;
        Assert.Equal(7, replay.Forward().Item());
        Assert.Equal(1, replay.Replays);
        forward = kept.Dispose;
        Assert.StartsWith("Dispose: the tape made at", Assert.Throws<TapeException>(() => replay.Forward()).Message, StringComparison.Ordinal);
        forward = () => { };
        Assert.Equal(7, replay.Forward().Item());
    }

    [Fact]
    public void BatchShape()
    {
        using Tape<double> tape = Model();
        Refused<ArgumentException>(
            "NarrowBatch: the batching rule's result does not fit: it is [3], all examples together are [2, 3]; need the examples along a new first axis.",
            () => tape.Map(NarrowBatch.Of, tape.Fill(1, new Shape(2, 3))));
    }

    // Two rows of a table, whose reverse rule names rows of its own.
    private readonly struct AddsTo(Indices named, Indices rows) : IPrimitive<double>
    {
        public static string Name => "AddsTo";

        public Shape ShapeOf(in Operands<double> inputs) => inputs[0].With(0, rows.Count);

        public void Forward(in ForwardCall<double> call) => call.Output.Clear();

        public void Vjp(in VjpCall<double> call) => call.AddRows(0, ScatterAdd(call.Cotangent, call.Read(rows), call.InputShape(0)[0]), named);

        public void Jvp(in JvpCall<double> call) => throw new NotSupportedException();
    }

    // The identity, which asks for inputs by the numbers it is told.
    private readonly struct Asks(int shape = 0, int forward = 0, int reverse = 0) : IPrimitive<double>
    {
        public static string Name => "Asks";

        public Shape ShapeOf(in Operands<double> inputs) => inputs[shape];

        public void Forward(in ForwardCall<double> call) => call.Input(forward).CopyTo(call.Output);

        public void Vjp(in VjpCall<double> call) => call.Add(reverse, call.Cotangent);

        public void Jvp(in JvpCall<double> call) => call.Add(call.Tangent(reverse));
    }

    private readonly struct Stretched(int start, int length, Action? rule = null) : IView<double>
    {
        public static string Name => "Stretched";

        public Shape ShapeOf(in Operands<double> inputs)
        {
            rule?.Invoke();
            return new Shape(length);
        }

        public int Offset(in Operands<double> inputs) => start;

        public void Vjp(in VjpCall<double> call) => throw new NotSupportedException();

        public void Jvp(in JvpCall<double> call) => throw new NotSupportedException();
    }

    private readonly struct SavesLessThanNothing : IPrimitive<double>
    {
        public static string Name => "SavesLessThanNothing";

        public static int SavedLength(in Operands<double> inputs) => -1;

        public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

        public void Forward(in ForwardCall<double> call) => call.Input(0).CopyTo(call.Output);

        public void Vjp(in VjpCall<double> call) => call.Add(0, call.Cotangent);

        public void Jvp(in JvpCall<double> call) => call.Add(call.Tangent(0));
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
