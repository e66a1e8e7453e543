using System.Numerics;

namespace AutoDiff;

// A number that knows the chain rule: everything that .NET's interfaces ask beyond the four operations and comparisons follows, written once
// for every such type.
internal partial interface IChained<TSelf, T> : IFloatingPointIeee754<TSelf>, ICarriesDerivatives
    where TSelf : unmanaged, IChained<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    T Value { get; }

    static abstract TSelf Constant(T value);

    // Whether its derivatives may be other than zero.
    static abstract bool Moves(TSelf x);

    // A function's value, its derivatives slope · dx.
    static abstract TSelf Chain(T value, TSelf x, T slope);

    // The same of two numbers.
    static abstract TSelf Chain(T value, TSelf x, T dx, TSelf y, T dy);
}
