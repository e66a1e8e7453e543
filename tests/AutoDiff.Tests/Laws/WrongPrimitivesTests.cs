using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Checking;
using AutoDiff.Tests.Laws.Wrong;
using Xunit;

namespace AutoDiff.Tests.Laws;

// Primitives that are wrong on purpose: the law that is meant to notice does.
[Collection(nameof(Threading))]
public sealed class WrongPrimitivesTests
{
    private static readonly (string Law, string Primitive, Func<IReadOnlyList<string>> Broken)[] All =
    [
        Wrong<WrongSign>("Transpose"),
        Wrong<MissingFactor>("Tangent"),
        Wrong<ForgottenInput>("Transpose"),
        Wrong<SquaredCotangent>("Linearity"),
        Wrong<ShiftedTangent>("Linearity"),
        Wrong<TooLargeShape>("Shape"),
        Wrong<TooLargeShape>("Reference"),
        Wrong<UnwrittenElement>("Shape"),
        Wrong<RoughForward>("Reference"),
        Wrong<ChangedInput>("Purity"),
        Wrong<IgnoredAccumulate>("Memory"),
        Wrong<WrongOverwrite>("Memory"),
        Wrong<AllocatingForward>("Memory"),
        Wrong<AllocatingRule>("Memory"),
        Wrong<UnsteadyForward>("Determinism"),
        ("Precision", "RoughInFloat", () => Broken<RoughInFloat<float>, float>(RoughInFloat<double>.Cases.ToArray())),
        Wrong<AcceptsAnything>("Rejection"),
        Wrong<SilentRefusal>("Rejection"),
        Wrong<TracedRefusal>("Rejection"),
        Wrong<WrongZero>("Special"),
        Wrong<WrongKink>("Special"),
        Wrong<FrozenRule>("SecondOrder"),
        Wrong<AlignedOnly>("Broadcast"),
        Wrong<SharedExample>("Batch"),
        Wrong<FrozenNumber>("Replay"),
        Wrong<SharedCotangent>("Pullback"),
    ];

    public static TheoryData<string, string> Primitives
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach ((string law, string primitive, _) in All)
                all.Add(primitive, law);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Primitives))]
    public void Is_caught(string primitive, string law)
    {
        IReadOnlyList<string> broken = All.First(wrong => wrong.Law == law && wrong.Primitive == primitive).Broken();
        Assert.Contains(broken, text => text.Contains($"breaks the law {law} ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_law_catches_one() =>
        Assert.Equal(Checking.Laws.All.Select(law => law.Name).Order(), All.Select(wrong => wrong.Law).Distinct().Order());

    [Fact]
    public void The_right_primitive_breaks_none()
    {
        Checking.Laws.Assert<Square<double>, double>();
        Assert.Empty(Broken<Square<float>, float>(Square<double>.Cases.ToArray()));
    }

    [Fact]
    public void A_broken_law_is_reported_with_numbers_and_a_repro()
    {
        LawException broken = Assert.Throws<LawException>(() => Checking.Laws.Assert<WrongSign, double>(seeds: 1));
        Assert.Contains(
            "WrongSign, case \"Square(x)\", double, seed 0 breaks the law Transpose (<w, Jvp(v)> = <Vjp(w), v>): along input 0",
            broken.Message,
            StringComparison.Ordinal);
        Assert.Contains("using Tape<double> tape = new();", broken.Message, StringComparison.Ordinal);
        Assert.Contains("new Shape(2, 3)),", broken.Message, StringComparison.Ordinal);
        Assert.Contains("Laws.Transpose.Check(new Trial<double>(\"WrongSign\", worked, seed: 0));", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_draw_is_no_proof() => Assert.Throws<ArgumentOutOfRangeException>(() => Checking.Laws.Assert<WrongSign, double>(seeds: 0));

    private static (string Law, string Primitive, Func<IReadOnlyList<string>> Broken) Wrong<TPrimitive>(string law)
        where TPrimitive : struct, IPrimitive<double> => (law, typeof(TPrimitive).Name, () => Broken<TPrimitive, double>(TPrimitive.Cases.ToArray()));

    private static IReadOnlyList<string> Broken<TPrimitive, T>(WorkedCase<double>[] inDouble)
        where TPrimitive : struct, IPrimitive<T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. TPrimitive.Cases.SelectMany((worked, i) => Checking.Laws.Check(new Trial<T>(TPrimitive.Name, worked, seed: 1, inDouble[i])))];
}
