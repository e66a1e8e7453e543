namespace AutoDiff.Layers;

// What is done with an entry's array, whatever its element type.
internal interface IArrayAction
{
    void Run<T>(T[] values)
        where T : unmanaged;
}
