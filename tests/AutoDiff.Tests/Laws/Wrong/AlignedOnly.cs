using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Tests.Laws.Wrong;

// It takes every array to start at a whole line of memory.
internal readonly struct AlignedOnly : IPrimitive<double>
{
    public static string Name => "AlignedOnly";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(AlignedOnly), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public unsafe void Forward(in ForwardCall<double> call)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(call.Input(0)));
        ref double line = ref Unsafe.AsRef<double>((void*)(address & ~(nuint)63));
        for (int i = 0; i < call.Output.Length; i++)
            call.Output[i] = Unsafe.Add(ref line, i) * Unsafe.Add(ref line, i);
    }

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
