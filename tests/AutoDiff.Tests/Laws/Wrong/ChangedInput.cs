using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace AutoDiff.Tests.Laws.Wrong;

// Computing clears the input's first element.
internal readonly struct ChangedInput : IPrimitive<double>
{
    public static string Name => "ChangedInput";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(ChangedInput), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        Square<double>.Compute(in call);
        MemoryMarshal.GetReference(call.Input(0)) = 0;
    }

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
