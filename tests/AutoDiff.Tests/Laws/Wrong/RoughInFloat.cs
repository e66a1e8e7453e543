using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Tests.Laws.Wrong;

// In float it computes with ten bits; in double it is exact.
internal readonly struct RoughInFloat<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "RoughInFloat";

    public static IEnumerable<WorkedCase<T>> Cases => [Square<T>.Case(x => x.Tape.Apply(default(RoughInFloat<T>), x))];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        Square<T>.Compute(in call);
        foreach (ref T y in call.Output)
            y = typeof(T) == typeof(float) ? T.CreateChecked(Half.CreateChecked(y)) : y;
    }

    public void Vjp(in VjpCall<T> call) => Square<T>.Reverse(in call);

    public void Jvp(in JvpCall<T> call) => Square<T>.Forwards(in call);
}
