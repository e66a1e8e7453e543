using System.Numerics;

namespace AutoDiff;

// What a function recorded, off the tape. An entry's first input stands in `Inputs`: an input that the function made by its place among the
// entries, one from outside by the complement of its place among those of the function's own entry. Its block says where its value stands
// among the packed ones, or a view's how far behind its input's.
internal sealed record PackedStretch<T>(IValuePacker<T> Packer, object Values, int Length, Entry<T>[] Entries, int[] Inputs, Returned[] Results)
    where T : unmanaged, IFloatingPointIeee754<T>;
