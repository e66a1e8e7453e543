using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff;

// What operations record. The common ways call nothing and throw nothing, so that they keep everything in registers: where something is out of
// the ordinary, they say so by the place 0, and the rare way tells what it is.
public sealed partial class ScalarTape<T>
{
    // The tapes in use, by the lowest bits of their marks: to ask the thread for its tape costs more than to record an operation. Of two tapes with
    // the same bits the one used last stands here, and the other's operations take the rare way.
    private static readonly ScalarTape<T>?[] InUse = new ScalarTape<T>?[ScalarMarks.Slots];

    [ThreadStatic]
    private static ScalarTape<T>? _current;

    [ThreadStatic]
    private static Seat? _seat;

    // Where the stack of the tape's thread was.
    private nint _stack;

    // Whether two more entries fit.
    private bool HasRoom
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)_next + 1 < (uint)_entries.Length;
    }

    // x and y by their slopes and places: a number of slope one at the place returned.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Link(T dx, ulong x, T dy, ulong y)
    {
        ScalarTape<T>? tape = InUse[ScalarMarks.Slot(x)];
        return tape is not null && tape.Owns(x, y) && (uint)x != (uint)y && tape.HasRoom && OwnStack.IsNear(tape._stack)
            ? tape.Record(dx, x, dy, y)
            : 0;
    }

    // x, y and z, where z may become part of the entry of x and y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Link(T dx, ulong x, T dy, ulong y, T dz, ulong z)
    {
        ScalarTape<T>? tape = InUse[ScalarMarks.Slot(x)];
        if (tape is null || !tape.Owns(x, y, z) || !tape.HasRoom || !OwnStack.IsNear(tape._stack))
            return 0;
        if ((uint)x != (uint)y)
            return tape.Record(dx, x, dy, y, dz, z);
        return (uint)x == (uint)z ? 0 : tape.Record(dx + dy, x, dz, z);
    }

    // A slope of zero stays. An infinite one is recorded, so that an adjoint of zero passes nothing on through it; and a subnormal one, so that what
    // comes after begins with a slope of all digits: a later factor may well bring the derivative back.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ScalarLink<T> LinkRarely(T dx, ulong x)
    {
        if (x == 0)
            return default;
        return T.IsFinite(dx) && !T.IsSubnormal(dx) ? new(dx, ScalarPlace.OfFunction(x)) : new(T.One, Using(x, x, x).Record(dx, x, T.Zero, 0));
    }

    // Constants, a number with itself, no room, or a tape that is not the thread's.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ScalarLink<T> LinkRarely(T dx, ulong x, T dy, ulong y)
    {
        if (x == 0)
            return LinkRarely(dy, y);
        if (y == 0)
            return LinkRarely(dx, x);
        return ScalarPlace.AreOfOneEntry(x, y) ? LinkRarely(dx + dy, x) : new(T.One, Using(x, y, y).Record(dx, x, dy, y));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ScalarLink<T> LinkRarely(T dx, ulong x, T dy, ulong y, T dz, ulong z)
    {
        if (x == 0)
            return LinkOthers(dy, y, dz, z);
        if (y == 0)
            return LinkOthers(dx, x, dz, z);
        if (z == 0)
            return LinkOthers(dx, x, dy, y);
        return ScalarPlace.AreOfOneEntry(x, y) ? LinkRarely(dx + dy, x, dz, z) : new(T.One, Using(x, y, z).Record(dx, x, dy, y, dz, z));
    }

    // Of three numbers one is a constant, as data are: the common way for the two others.
    private static ScalarLink<T> LinkOthers(T dx, ulong x, T dy, ulong y)
    {
        ulong place = Link(dx, x, dy, y);
        return place != 0 ? new(T.One, place) : LinkRarely(dx, x, dy, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Owns(ulong place) => ScalarPlace.AreOnOneTape(place ^ _next);

    // The tape that these numbers stand on, ready to record.
    private static ScalarTape<T> Using(ulong x, ulong y, ulong z)
    {
        ScalarTape<T>? tape = _current;
        if (tape is null || !tape.Owns(x, y, z))
            throw ScalarErrors.Foreign(tape, tape is null || !tape.Owns(x) ? x : !tape.Owns(y) ? y : z);
        tape.Enter();
        tape.MakeRoom();
        return tape;
    }

    // From here on the thread uses this tape.
    private static void Use(ScalarTape<T>? tape)
    {
        _current?.Leave();
        _current = (_seat ??= new Seat()).Tape = tape;
        tape?.Enter();
    }

    private void Enter()
    {
        _stack = OwnStack.Mark;
        InUse[ScalarMarks.Slot(_next)] = this;
    }

    private void Leave()
    {
        ref ScalarTape<T>? slot = ref InUse[ScalarMarks.Slot(_next)];
        if (slot == this)
            slot = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Owns(ulong x, ulong y) => ScalarPlace.AreOnOneTape((x ^ _next) | (y ^ _next));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Owns(ulong x, ulong y, ulong z) => ScalarPlace.AreOnOneTape((x ^ _next) | (y ^ _next) | (z ^ _next));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Record(T dx, ulong x, T dy, ulong y) => Append(dx, dy, ScalarEntry<T>.Pack(x, y));

    // Where z is too far back, or has no entry of its own, which its highest bit tells, the sum is an entry of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Record(T dx, ulong x, T dy, ulong y, T dz, ulong z)
    {
        ulong distance = _next - z;
        return distance <= ScalarEntry<T>.MaxDistance
            ? Append(dx, dy, ScalarEntry<T>.Pack(x, y, distance))
            : Append(dz, T.One, ScalarEntry<T>.Pack(z, Append(dx, dy, ScalarEntry<T>.Pack(x, y))));
    }

    // Where there is room.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Append(T firstSlope, T secondSlope, ulong places)
    {
        ulong place = _next;
        ref ScalarEntry<T> entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), (uint)place);
        entry.FirstSlope = firstSlope;
        entry.SecondSlope = secondSlope;
        entry.Places = places;
        _next = place + 1;
        return place;
    }

    private void MakeRoom()
    {
        if (!HasRoom)
            Grow();
    }

    // Holds a thread's tape once more. The thread alone knows it: when it has ended, the table forgets the tape, so that those it did not dispose of are collected.
    private sealed class Seat
    {
        public ScalarTape<T>? Tape;

        ~Seat() => Tape?.Leave();
    }
}
