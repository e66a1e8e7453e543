using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Benchmarks.Measuring;
using AutoDiff.Benchmarks.Workloads;

namespace AutoDiff.Benchmarks.Comparison;

// The same product by a native library, on the same matrices.
internal sealed class NativePeer<T> : IPeer
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly MatrixProductWorkload<T> _product;
    private readonly NativeProduct<T> _multiply;

    public NativePeer(string name, MatrixProductWorkload<T> product, NativeProduct<T> multiply)
    {
        Name = name;
        _product = product;
        _multiply = multiply;
        multiply(product);
        double loss = double.CreateTruncating(product.C[0]);
        First = [loss, loss, loss, product.Probe()];
    }

    public string Name { get; }

    public IReadOnlyList<double> First { get; }

    public double Sample(int steps, Clock clock)
    {
        Watch watch = Watch.Start(clock);
        for (int i = 0; i < steps; i++)
            _multiply(_product);
        return watch.Milliseconds;
    }

    public void Dispose()
    {
    }
}

internal delegate void NativeProduct<T>(MatrixProductWorkload<T> product)
    where T : unmanaged, IFloatingPointIeee754<T>;

internal static class NativePeer
{
    // Those that load here.
    public static IReadOnlyList<IPeer> All<T>(MatrixProductWorkload<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<IPeer> peers = [];
        if (OpenBlas.Of<T>() is { } openBlas)
            peers.Add(new NativePeer<T>("OpenBLAS", product, openBlas));
        if (OneDnn.Of<T>() is { } oneDnn)
            peers.Add(new NativePeer<T>("oneDNN", product, oneDnn));
        return peers;
    }
}
