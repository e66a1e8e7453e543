using System;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Checking;

/// <summary>What must hold of every operation, whoever wrote it: checked on worked cases with drawn inputs.</summary>
public abstract class Law
{
    private protected Law(string name, string statement, LawScope scope)
    {
        Name = name;
        Statement = statement;
        Scope = scope;
    }

    /// <summary>What reports call the law.</summary>
    public string Name { get; }

    /// <summary>What the law says.</summary>
    public string Statement { get; }

    internal LawScope Scope { get; }

    /// <summary>Whether the law says anything about a case: of a refusal only <see cref="Laws.Rejection"/> speaks, of a constant only the laws on values.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="worked">The case.</param>
    public bool AppliesTo<T>(WorkedCase<T> worked)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool succeeds = worked.Refusal.Count == 0, sweeps = succeeds && !worked.IsConstant && worked.Inputs.Count > 0;
        return Scope switch
        {
            LawScope.Refusals => !succeeds,
            LawScope.Values => succeeds,
            LawScope.Sweeps => sweeps,
            LawScope.Slopes => sweeps && worked.Inputs.Any(input => input.Shape.Count > 0),
            _ => sweeps && worked.Inputs.Any(input => input.Shape.Count > 0) && Precisions<T>.IsDouble,
        };
    }

    /// <summary>Checks the law.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="trial">The case with its inputs.</param>
    /// <returns>Null where the law holds or says nothing; else what is broken, with a repro.</returns>
    public string? Check<T>(Trial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!AppliesTo(trial.Case))
            return null;
        string? broken;
        try
        {
            broken = Examine(trial);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            broken = $"it threw {exception.GetType().Name}: {exception.Message}";
        }

        return broken is null ? null : $"{trial} breaks the law {Name} ({Statement}): {broken}{Environment.NewLine}{trial.Repro($"Laws.{Name}")}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Statement}";

    private protected abstract string? Examine<T>(Trial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
