using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Examples;

/// <summary>An option whose numbers, with commas between them, have a range.</summary>
/// <typeparam name="T">The numbers' type.</typeparam>
public sealed class NumberListOption<T> : Option<string?>
    where T : INumber<T>
{
    private readonly T _low, _high;

    /// <summary>Makes an option.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What help says.</param>
    /// <param name="low">The smallest number.</param>
    /// <param name="high">The largest number.</param>
    public NumberListOption(string name, string description, T low, T high)
        : base(name)
    {
        (_low, _high) = (low, high);
        HelpName = "LIST";
        Description = description;
    }

    /// <summary>The numbers that were given; null for none.</summary>
    /// <param name="result">The command line.</param>
    /// <exception cref="InputException">One is no number, or out of its range.</exception>
    public IReadOnlyList<T>? Read(ParseResult result) => result.GetValue(this) is string text ? [.. text.Split(',').Select(ReadOne)] : null;

    private T ReadOne(string text)
    {
        if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T? value))
            throw new InputException($"{Name}: \"{text}\" is no such number; need numbers from {_low} to {_high}, with commas between them.");
        return value >= _low && value <= _high ? value : throw new InputException($"{Name}: {value} is out of range; need {_low} to {_high}.");
    }
}
