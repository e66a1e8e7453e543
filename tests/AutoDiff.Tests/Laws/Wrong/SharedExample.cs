using System.Collections.Generic;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Laws.Wrong;

// The batching rule gives every example what the first one gets.
internal readonly struct SharedExample : IPrimitive<double>
{
    public static string Name => "SharedExample";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(SharedExample), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);

    public Variable<double> Batch(in BatchCall<double> call)
    {
        Variable<double> all = call.Elementwise();
        return BroadcastTo(Slice(all, 0, 0, 1), all.Shape);
    }
}
