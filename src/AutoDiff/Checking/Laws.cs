using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Checking;

/// <summary>
/// The laws that every operation obeys, the library's and a user's alike. Checked on an operation's worked cases
/// (<see cref="IOperation{T}.Cases"/>) they need no further test code.
/// </summary>
/// <example><code>Laws.Assert&lt;Cube&lt;double&gt;, double&gt;(seeds: 10);</code></example>
public static class Laws
{
    /// <summary>The result equals the plain reference.</summary>
    public static Law Reference { get; } = new ReferenceLaw();

    /// <summary>The shape rule says what is produced, and every element of it is written.</summary>
    public static Law Shape { get; } = new ShapeLaw();

    /// <summary>The forward rule equals finite differences.</summary>
    public static Law Tangent { get; } = new TangentLaw();

    /// <summary>The two rules are transposes of each other.</summary>
    public static Law Transpose { get; } = new TransposeLaw();

    /// <summary>Both rules are linear.</summary>
    public static Law Linearity { get; } = new LinearityLaw();

    /// <summary>The rules themselves are differentiated rightly.</summary>
    public static Law SecondOrder { get; } = new SecondOrderLaw();

    /// <summary>Stretched and sliced inputs give the plain answer.</summary>
    public static Law Broadcast { get; } = new BroadcastLaw();

    /// <summary>Inputs, cotangents and results are not written to.</summary>
    public static Law Purity { get; } = new PurityLaw();

    /// <summary>A narrow type agrees with double.</summary>
    public static Law Precision { get; } = new PrecisionLaw();

    /// <summary>Special values give what is documented.</summary>
    public static Law Special { get; } = new SpecialLaw();

    /// <summary>Bad input is refused with a helpful text and no trace.</summary>
    public static Law Rejection { get; } = new RejectionLaw();

    /// <summary>A batched map gives every example what it gets alone.</summary>
    public static Law Batch { get; } = new BatchLaw();

    /// <summary>Cotangents that are followed back together give what each gives alone.</summary>
    public static Law Pullback { get; } = new PullbackLaw();

    /// <summary>Replayed with other inputs, a step gives the same bits as recorded anew.</summary>
    public static Law Replay { get; } = new ReplayLaw();

    /// <summary>Gradients add up in place, memory comes back, and a step allocates nothing.</summary>
    public static Law Memory { get; } = new MemoryLaw();

    /// <summary>Every run gives the same bits.</summary>
    public static Law Determinism { get; } = new DeterminismLaw();

    /// <summary>All of them, in the order in which a broken operation is best understood.</summary>
    public static IReadOnlyList<Law> All { get; } =
        [Rejection, Shape, Reference, Special, Purity, Determinism, Precision, Transpose, Tangent, Linearity, SecondOrder, Broadcast, Batch, Pullback, Replay, Memory];

    /// <summary>Checks every law on one case.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="trial">The case with its inputs.</param>
    /// <returns>What is broken, a text for each law; empty where all hold.</returns>
    public static IReadOnlyList<string> Check<T>(Trial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. All.Select(law => law.Check(trial)).OfType<string>()];

    /// <summary>Checks every law on every worked case of an operation.</summary>
    /// <typeparam name="TOperation">The operation.</typeparam>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="seeds">How many times inputs are drawn for every case, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of seeds is less than 1.</exception>
    /// <exception cref="LawException">A law is broken, or the operation has no cases.</exception>
    public static void Assert<TOperation, T>(int seeds = 5)
        where TOperation : struct, IOperation<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        bool any = false;
        foreach (WorkedCase<T> worked in TOperation.Cases)
        {
            any = true;
            for (int seed = 0; seed < seeds; seed++)
            {
                IReadOnlyList<string> broken = Check(new Trial<T>(TOperation.Name, worked, seed));
                if (broken.Count > 0)
                    throw new LawException(string.Join("\n", broken));
            }
        }

        if (!any)
            throw CheckErrors.NoCases(TOperation.Name);
    }
}
