namespace AutoDiff.Kernels.Matrices;

/// <summary>
/// What a kernel asks of a register of <typeparamref name="T"/>: written once over this interface, a kernel has a twin
/// for every register width. All members are static on a struct type argument, so the JIT compiles them to single instructions.
/// </summary>
/// <remarks>
/// Every twin rounds in the same way: multiply-add is fused in all of them or, on hardware without it, in none. Mathematical functions are
/// written over <see cref="ILanes{TSelf, T}"/>; a tile wants little of that, and bare registers, pointers and a mask that is made once for a loop.
/// </remarks>
internal unsafe interface ITileLanes<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>The number of elements in a register.</summary>
    static abstract int Count { get; }

    /// <summary>The number of rows of two accumulators each that the register file holds beside two operands and a broadcast.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(T* target, TVector value);

    static abstract TVector Broadcast(T* source);

    static abstract TVector Add(TVector x, TVector y);

    /// <summary>The sums over all lanes of four registers, which share most of the work.</summary>
    static abstract (T X, T Y, T Z, T W) Sums(TVector x, TVector y, TVector z, TVector w);

    /// <summary>x·y + z.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    /// <summary>All bits set in the first <paramref name="count"/> lanes, none in the others.</summary>
    static abstract TVector Mask(int count);

    /// <summary>The first <paramref name="count"/> lanes from memory, zero in the others; memory behind them is not touched.</summary>
    static abstract TVector LoadPartial(T* source, TVector mask, int count);

    /// <summary>Writes the first <paramref name="count"/> lanes; memory behind them is not touched.</summary>
    static abstract void StorePartial(T* target, TVector value, TVector mask, int count);
}
