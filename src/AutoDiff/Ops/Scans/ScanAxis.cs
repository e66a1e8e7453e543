using System.Numerics;

namespace AutoDiff;

// Which axis a running operation goes along, and which way: four bytes, so that an operation carries it inline.
internal readonly struct ScanAxis(int axis, bool reverse)
{
    private readonly short _axis = (short)axis;
    private readonly short _reverse = (short)(reverse ? 1 : 0);

    public int Axis => _axis;

    public bool Reverse => _reverse != 0;

    public ScanAxis Opposite => new(Axis, !Reverse);

    public static ScanAxis Of(in Shape shape, int axis, bool reverse, string operation) => new(shape.Axis(axis, operation), reverse);

    public void Run<T, TStep>(in ForwardCall<T> call, int a, int b, T start)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStep : struct, Kernels.ITernary<T>
    {
        ref readonly Shape shape = ref call.OutputShape;
        Kernels.Scan.Run<T, TStep>(call.Input(a), call.Input(b), call.Output, shape[Axis], shape.CountOf(Axis + 1, shape.Rank), Reverse, start);
    }

    // What stood before each element on the way, and `first` before the first.
    public Variable<T> Previous<T>(Variable<T> x, T first)
        where T : unmanaged, IFloatingPointIeee754<T> => Shift<T>.Of(x, this, first);

    // What stands after each element on the way, and 0 after the last.
    public Variable<T> Next<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Shift<T>.Of(x, Opposite, T.Zero);
}
