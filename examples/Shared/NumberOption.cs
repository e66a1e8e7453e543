using System.CommandLine;
using System.Numerics;

namespace AutoDiff.Examples;

/// <summary>An option whose number has a range.</summary>
/// <typeparam name="T">The number's type.</typeparam>
public sealed class NumberOption<T> : Option<T>
    where T : INumber<T>
{
    private readonly T _low, _high;

    /// <summary>Makes an option.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="value">What help calls the number.</param>
    /// <param name="description">What help says.</param>
    /// <param name="standard">The number where none is given.</param>
    /// <param name="low">The smallest number.</param>
    /// <param name="high">The largest number.</param>
    public NumberOption(string name, string value, string description, T standard, T low, T high)
        : base(name)
    {
        (_low, _high) = (low, high);
        HelpName = value;
        Description = description;
        DefaultValueFactory = _ => standard;
    }

    /// <summary>The number that was given.</summary>
    /// <param name="result">The command line.</param>
    /// <exception cref="InputException">It is out of its range.</exception>
    public T Read(ParseResult result)
    {
        T value = result.GetValue(this)!;
        return value >= _low && value <= _high ? value : throw new InputException($"{Name}: {value} is out of range; need {_low} to {_high}.");
    }

    /// <summary>The number that was given.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="standard">The number where none is given, instead of the one that help names.</param>
    /// <exception cref="InputException">It is out of its range.</exception>
    public T Read(ParseResult result, T standard) => result.GetResult(this) is { Implicit: false } ? Read(result) : standard;
}
