using System.Collections.Generic;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Laws.Wrong;

// The rule applies an operation whose batching rule gives every cotangent what the first one gets.
internal readonly struct SharedCotangent : IPrimitive<double>
{
    public static string Name => "SharedCotangent";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(SharedCotangent), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => call.Add(0, 2 * call.Input(0) * call.Tape.Apply(default(SharedCopy), call.Cotangent));

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);

    private readonly struct SharedCopy : IPrimitive<double>
    {
        public static string Name => "SharedCopy";

        public static IEnumerable<WorkedCase<double>> Cases => [];

        public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

        public void Forward(in ForwardCall<double> call) => call.Input(0).CopyTo(call.Output);

        public void Vjp(in VjpCall<double> call) => call.Add(0, call.Cotangent);

        public void Jvp(in JvpCall<double> call) => call.Add(call.Tangent(0));

        public Variable<double> Batch(in BatchCall<double> call)
        {
            Variable<double> all = call.Elementwise();
            return BroadcastTo(Slice(all, 0, 0, 1), all.Shape);
        }
    }
}
