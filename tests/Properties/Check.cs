using System;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace AutoDiff.Properties;

/// <summary>
/// Runs properties: over seeds, or over anything that can be generated. Runs are the same every time; the environment variable
/// AUTODIFF_CASES asks for more cases for each property, AUTODIFF_SEED for others.
/// </summary>
public static class Check
{
    /// <summary>How many cases AUTODIFF_CASES asks for; null where it is not set.</summary>
    public static int? Cases { get; } = Number("AUTODIFF_CASES");

    /// <summary>What everything is generated from: AUTODIFF_SEED, or 1.</summary>
    public static int Seed { get; } = Number("AUTODIFF_SEED") ?? 1;

    /// <summary>Fails if a property is broken for some value, with the smallest one that was found.</summary>
    /// <typeparam name="TValue">What is generated.</typeparam>
    /// <param name="values">Where values come from, and how they shrink.</param>
    /// <param name="property">Returns null where the property holds, else what is broken; it may throw instead.</param>
    /// <param name="cases">How many values are tried, unless AUTODIFF_CASES says otherwise.</param>
    /// <exception cref="PropertyException">The property is broken.</exception>
    public static void All<TValue>(Arbitrary<TValue> values, Func<TValue, string?> property, int cases = 20)
    {
        Replay replay = new(new Rnd((ulong)Seed), FSharpOption<int>.None);
        Config config = Config.QuickThrowOnFailure.WithMaxTest(Cases ?? cases).WithReplay(FSharpOption<Replay>.Some(replay)).WithQuietOnSuccess(true);
        FsCheck.Check.One(config, Prop.ForAll(values, value =>
        {
            if (property(value) is string broken)
                throw new PropertyException(broken);
        }));
    }

    /// <summary>Fails if a property is broken for some seed. Seeds do not shrink: a smaller number is no simpler case.</summary>
    /// <param name="property">Returns null where the property holds, else what is broken; it may throw instead.</param>
    /// <param name="cases">How many seeds are tried, unless AUTODIFF_CASES says otherwise.</param>
    /// <exception cref="PropertyException">The property is broken.</exception>
    public static void Seeds(Func<int, string?> property, int cases = 5) =>
        All(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), property, cases);

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;
}
