using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>The characters of a text, numbered in the order of their code points.</summary>
public sealed class Vocabulary
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _tokens;

    private Vocabulary(Rune[] characters)
    {
        _characters = characters;
        _tokens = characters.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }

    /// <summary>How many characters there are.</summary>
    public int Count => _characters.Length;

    /// <summary>The characters, in order.</summary>
    public IReadOnlyList<Rune> Characters => _characters;

    /// <summary>The token that samples begin with where there is no prompt: the line feed, else the first character.</summary>
    public int Opening => _tokens.GetValueOrDefault(new Rune('\n'));

    /// <summary>The characters that a text consists of.</summary>
    public static Vocabulary Of(string text) => new([.. text.EnumerateRunes().Distinct().Order()]);

    /// <summary>Makes a vocabulary from code points, as a file holds them.</summary>
    /// <exception cref="InputException">They are not characters in ascending order.</exception>
    public static Vocabulary FromCodePoints(ReadOnlySpan<long> codePoints)
    {
        Rune[] characters = new Rune[codePoints.Length];
        for (int i = 0; i < characters.Length; i++)
        {
            if (codePoints[i] is < 0 or > 0x10FFFF || !Rune.TryCreate((int)codePoints[i], out characters[i]) || (i > 0 && characters[i] <= characters[i - 1]))
                throw new InputException($"The vocabulary is damaged: entry {i} is {codePoints[i]}; need code points in ascending order.");
        }

        return characters.Length > 0 ? new Vocabulary(characters) : throw new InputException("The vocabulary is damaged: it is empty; need at least one character.");
    }

    /// <summary>The code points, for a file.</summary>
    public long[] ToCodePoints() => Array.ConvertAll(_characters, character => (long)character.Value);

    /// <summary>The tokens of a text.</summary>
    /// <exception cref="InputException">The vocabulary lacks a character of the text; the message names all that it lacks.</exception>
    public int[] Encode(string text)
    {
        int[] tokens = new int[text.Length];
        int count = 0;
        List<Rune> unknown = [];
        foreach (Rune character in text.EnumerateRunes())
        {
            if (_tokens.TryGetValue(character, out int token))
                tokens[count++] = token;
            else if (!unknown.Contains(character))
                unknown.Add(character);
        }

        if (unknown.Count > 0)
            throw new InputException($"--prompt: the model does not know {string.Join(", ", unknown.Select(Describe))}; need characters of the text that it was trained on.");
        return tokens[..count];
    }

    /// <summary>The text of tokens.</summary>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        StringBuilder text = new(tokens.Length);
        Span<char> units = stackalloc char[2];
        foreach (int token in tokens)
            text.Append(units[.._characters[token].EncodeToUtf16(units)]);
        return text.ToString();
    }

    private static string Describe(Rune character) => Rune.IsControl(character)
        ? string.Create(CultureInfo.InvariantCulture, $"U+{character.Value:X4}")
        : $"'{character}'";
}
