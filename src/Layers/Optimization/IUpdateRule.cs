using System.Numerics;

namespace AutoDiff.Layers;

// One element's update: reads its gradient, changes its value and the running values kept for it.
internal interface IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // How many running arrays the rule keeps, 0 to 3; a constant, so that the loop has no branch for it.
    static abstract int Running { get; }

    void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
        where TLanes : struct, ILanes<TLanes, T>;
}
