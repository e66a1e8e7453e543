using System.Numerics;
using AutoDiff.Storage;

namespace AutoDiff;

// One line of the tape. Entries stand in the order in which they were computed, so every input stands before its user.
internal struct Entry<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Shape Shape;
    public Block Value;

    // Null for a leaf: a variable, a constant or a parameter.
    public Dispatcher<T>? Dispatcher;

    // Where the inputs stand in the tape's list of inputs, and how many there are.
    public int FirstInput;
    public int InputCount;

    // The operation's fields: themselves where they fit, else where they stand. Of a parameter's leaf, its number.
    public int Attributes;

    public EntryFlags Flags;

    public readonly bool Is(EntryFlags flag) => (Flags & flag) != 0;
}
