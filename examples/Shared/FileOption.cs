using System.CommandLine;

namespace AutoDiff.Examples;

/// <summary>An option that names a file to be written.</summary>
public class FileOption : Option<string?>
{
    /// <summary>Makes an option.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What help says.</param>
    public FileOption(string name, string description)
        : base(name)
    {
        HelpName = "FILE";
        Description = description;
    }

    /// <summary>The path that was given; it can be written to.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The path, or null.</returns>
    /// <exception cref="InputException">The path is empty or a folder's, or its folder is missing or may not be written to.</exception>
    public string? Read(ParseResult result)
    {
        if (result.GetValue(this) is not string path)
            return null;
        OutputFile.Check(Name, path);
        return path;
    }
}
