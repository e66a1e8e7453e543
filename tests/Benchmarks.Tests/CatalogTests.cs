using System;
using System.Linq;
using AutoDiff.Benchmarks;
using AutoDiff.Benchmarks.Workloads;
using Xunit;

namespace AutoDiff.Tests.Benchmarks;

public sealed class CatalogTests
{
    [Fact]
    public void NamesAreUnique() => Assert.Equal(Catalog.Cases.Count, Catalog.Cases.Select(row => row.Name).Distinct().Count());

    [Fact]
    public void WordsAskForRowsAndFamilies()
    {
        Assert.Equal(["mlp", "mlp-double"], Names("mlp"));
        Assert.Equal(["chain1", "chain16", "chain256", "chain4096"], Names("chain"));
        Assert.Equal(["chain1"], Names("chain1"));
        Assert.All(Names("gemm"), name => Assert.StartsWith("gemm-", name, StringComparison.Ordinal));
    }

    // A name in a list of the catalogue's that no row has would be a row that is never measured.
    [Fact]
    public void WithoutWordsTheSettingsChoose()
    {
        Assert.Equal(Catalog.Rows(["all"], new Settings()), Catalog.Rows([], new Settings()));
        Assert.Equal(11, Catalog.Rows([], new Settings { Quick = true }).Count);
        Assert.Equal(11, Catalog.Rows([], new Settings { Threads = 2 }).Count);
    }

    // Two layers, 700 tokens, a product of inputs and state with 800 columns of gates, and its two gradients.
    [Fact]
    public void OperationsAreCountedAsOnPaper()
    {
        Assert.Equal(2 * 3 * 2.0 * 700 * 400 * 800, Case("lstm200").Flops);
        Assert.Equal(2.0 * 64 * ((2 * 784 * 256) + (3 * 256 * 128) + (3 * 128 * 10)), Case("mlp").Flops);
        Assert.Equal(2.0 * 20 * 200 * 800, Case("gemm-float-nn-20x200x800").Flops);
    }

    [Fact]
    public void BothPrecisionsDrawTheSameNumbers()
    {
        Assert.Equal(CounterHash.Uniform(7, 100, 0.05f).Select(value => (double)value), CounterHash.Uniform<double>(7, 100, 0.05f));
        using IWorkload single = Case("mlp").Open(), twice = Case("mlp-double").Open();
        Assert.IsType<MlpWorkload<double>>(twice);
        Assert.Equal(twice.Step(), single.Step(), 5);
    }

    private static string[] Names(string word) => [.. Catalog.Rows([word], new Settings()).Select(row => row.Name)];

    private static Case Case(string name) => Catalog.Cases.Single(row => row.Name == name);
}
