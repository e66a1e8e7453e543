using System;
using System.Numerics;

namespace AutoDiff;

// The one virtual call between the tape and an operation whose type the tape no longer knows.
internal abstract class Dispatcher<T>(string name, bool canAccumulate, bool canOverwrite)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public string Name { get; } = name;

    public bool CanAccumulate { get; } = canAccumulate;

    public bool CanOverwrite { get; } = canOverwrite;

    public abstract void Forward(Tape<T> tape, int entry, Span<T> output, bool accumulate);

    public abstract void Vjp(in VjpCall<T> call, int attributes);

    public abstract void Jvp(in JvpCall<T> call, int attributes);
}
