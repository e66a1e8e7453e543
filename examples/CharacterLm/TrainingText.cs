using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>A text as tokens: the first part to train on, the last part held back for validation.</summary>
public sealed class TrainingText
{
    private readonly int[] _tokens;
    private readonly int _split;

    /// <summary>Divides a text.</summary>
    /// <param name="name">What it is called: a path, or what it was put together from.</param>
    /// <param name="text">The text.</param>
    /// <param name="settings">How much is held back, and how many rows the rest must fill.</param>
    /// <exception cref="InputException">The text is too short.</exception>
    public TrainingText(string name, string text, Settings settings)
    {
        Name = name;
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        Vocabulary = Vocabulary.Of(text);
        _tokens = Vocabulary.Encode(text);
        _split = (int)(_tokens.Length * (1 - settings.Validation));
        if (_split < settings.Batch + 1)
            throw new InputException(
                $"--text: {name} is too short: {_tokens.Length} characters leave {_split} to train on; "
                    + $"need {settings.Batch + 1} or more for {settings.Batch} rows. Use a longer text or a smaller --batch.");
        if (settings.Validation > 0 && _tokens.Length - _split < 2)
            throw new InputException(
                $"--text: {name} is too short: {_tokens.Length} characters leave {_tokens.Length - _split} for validation; need 2 or more. "
                    + "Use a longer text or another --validation.");
    }

    /// <summary>What the text is called.</summary>
    public string Name { get; }

    /// <summary>The SHA-256 of the text as UTF-8, in hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The text's characters.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>How many characters the text has.</summary>
    public int Length => _tokens.Length;

    /// <summary>The tokens to train on.</summary>
    public ReadOnlyMemory<int> Training => _tokens.AsMemory(0, _split);

    /// <summary>The tokens held back.</summary>
    public ReadOnlyMemory<int> Validation => _tokens.AsMemory(_split);

    /// <summary>Reads a text file, or the project's own sources where no path is given.</summary>
    /// <exception cref="InputException">There is no such file, or it is empty, too short or not text.</exception>
    public static TrainingText Load(string? path, Settings settings) =>
        path is null ? new TrainingText("the project's sources", ProjectSources.Read(), settings) : new TrainingText(path, Read(path), settings);

    private static string Read(string path)
    {
        try
        {
            // The reader takes the mark away that some editors write before the first character.
            using StreamReader reader = new(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            string text = reader.ReadToEnd();
            return text.Length > 0 ? text : throw new InputException($"--text: {path} is empty; need a text to learn from.");
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException($"--text: {path} is not UTF-8 text: byte {error.Index} of a block cannot be read; need a text file. Convert it first.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"--text: there is no file {path}; need a text file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"--text: {path} cannot be read: {error.Message}");
        }
    }
}
