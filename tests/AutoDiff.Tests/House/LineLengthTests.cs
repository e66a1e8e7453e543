using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace AutoDiff.Tests.House;

// A line is read at one glance; what is longer is two thoughts.
public sealed class LineLengthTests
{
    private const int Longest = 180;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("examples")]
    public void No_line_of_source_is_longer_than_180_columns(string folder)
    {
        string root = Path.Combine(Checkout.Folder, folder);
        (string Path, int Line, int Length)[] lines = [.. Sources(root).SelectMany(file =>
            File.ReadLines(file).Select((line, i) => (Path.GetRelativePath(Checkout.Folder, file), Line: i + 1, line.Length)))];
        Assert.NotEmpty(lines);
        Assert.Empty(lines.Where(line => line.Length > Longest).Select(line => $"{line.Path}:{line.Line}: {line.Length} columns"));
    }

    // What the compiler writes stands in these two.
    private static IEnumerable<string> Sources(string root) => Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any());
}
