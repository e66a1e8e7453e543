using System;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using System.Text;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>The text of the project's own sources: something to learn from that is always there.</summary>
public static class ProjectSources
{
    private const string Solution = "AutoDiff.sln";
    private const string Libraries = "src";

    /// <summary>
    /// The C# files of the libraries in the repository that the current folder, or the program, lies in; ordered by path. Tests and examples, about as
    /// much again, are left out: a pass would take twice as long, and teach little more.
    /// </summary>
    /// <exception cref="InputException">Neither lies in the repository.</exception>
    public static string Read()
    {
        string root = Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory)
            ?? throw new InputException($"--text: no {Solution} is found from the current folder upwards, so there are no project sources to learn from. Name a text file.");
        StringBuilder text = new();
        string libraries = Path.Combine(root, Libraries);
        foreach (string path in Files(libraries).OrderBy(path => path, StringComparer.Ordinal))
            text.Append(File.ReadAllText(Path.Combine(libraries, path))).Append('\n');
        return text.ToString();
    }

    private static string? Above(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, Solution)))
                return at.FullName;
        }

        return null;
    }

    private static FileSystemEnumerable<string> Files(string root) => new(
        root,
        (ref FileSystemEntry entry) => Path.GetRelativePath(root, entry.ToFullPath()).Replace('\\', '/'),
        new EnumerationOptions { RecurseSubdirectories = true })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".cs", StringComparison.Ordinal),
        ShouldRecursePredicate = (ref FileSystemEntry entry) => entry.FileName is not ("bin" or "obj"),
    };
}
