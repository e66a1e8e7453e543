using System.Numerics;
using AutoDiff.Storage;

namespace AutoDiff;

// Where a function that is run for its results began: what comes after is forgotten. Its variables have a generation of their own, so that
// handles to them are refused afterwards. There is no place in memory to go back to where its values take what the sweep lends. Whether that
// was so before.
internal readonly record struct Stretch<T>(TapeMark Mark, Arena<T>.Position? Memory, bool LentBefore)
    where T : unmanaged, IFloatingPointIeee754<T>;
