using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace AutoDiff.Tests.House;

// Each floor of the library uses only what stands below it; two packages are imported by one floor each.
public sealed partial class FloorsTests
{
    // The core shares one namespace, so the floors below it are told apart by namespace and those above by the types they own.
    private static readonly Dictionary<string, string[]> Forbidden = new()
    {
        ["Shapes"] = ["AutoDiff.Storage", "AutoDiff.Kernels", "AutoDiff.Checking", "AutoDiff.Diagnostics"],
        ["Storage"] = ["AutoDiff.Kernels", "AutoDiff.Checking", "AutoDiff.Diagnostics"],
        ["Kernels"] = ["AutoDiff.Checking", "AutoDiff.Diagnostics"],
        ["Tape"] = ["AutoDiff.Checking", "AutoDiff.Diagnostics"],
        ["Scalars"] = ["AutoDiff.Storage", "AutoDiff.Kernels", "AutoDiff.Checking", "AutoDiff.Diagnostics"],
        ["Ops"] = ["AutoDiff.Storage", "AutoDiff.Checking", "AutoDiff.Diagnostics"],
        ["Transforms"] = ["AutoDiff.Kernels", "AutoDiff.Checking", "AutoDiff.Diagnostics"],
        ["Checking"] = ["AutoDiff.Storage", "AutoDiff.Kernels", "AutoDiff.Diagnostics"],
    };

    // Names that a floor must not know, since they live above it.
    private static readonly Dictionary<string, string[]> Unknown = new()
    {
        ["Shapes"] = ["Tape", "Variable", "Parameter", "Arena", "Ops"],
        ["Storage"] = ["Tape", "Variable", "Parameter", "Ops"],
        ["Kernels"] = ["Tape", "Variable", "Parameter", "Arena", "Ops"],
        ["Tape"] = ["Ops", "ForwardPass", "RecordedPass", "Transforms"],
        ["Scalars"] = ["Tape", "Variable", "Parameter", "Arena", "Ops"],
        ["Ops"] = ["ForwardPass", "RecordedPass", "BackwardPass"],
    };

    private static string Sources => Path.Combine(Checkout.Folder, "src");

    [Fact]
    public void Floors_use_only_what_stands_below()
    {
        List<string> broken = [];
        foreach ((string file, string text) in Files("AutoDiff"))
        {
            string floor = Path.GetRelativePath(Path.Combine(Sources, "AutoDiff"), file).Split(Path.DirectorySeparatorChar)[0];
            string code = Comments().Replace(text, "");
            broken.AddRange(Forbidden.GetValueOrDefault(floor, []).Where(name => Regex.IsMatch(code, $@"\b{Regex.Escape(name)}\b")).Select(name => $"{file}: {floor} uses {name}"));
            broken.AddRange(Unknown.GetValueOrDefault(floor, []).Where(name => Regex.IsMatch(code, $@"\b{name}(<|\.)")).Select(name => $"{file}: {floor} knows {name}"));
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Packages_are_imported_where_they_belong()
    {
        // Kernels compute with the first; the tape's border takes and gives its tensors.
        Only("System.Numerics.Tensors", Path.Combine("AutoDiff", "Kernels"), Path.Combine("AutoDiff", "Tape", "TensorExtensions.cs"));
        Only("CommunityToolkit", Path.Combine("AutoDiff", "Storage"));

        static void Only(string package, params string[] places) => Assert.All(
            Files("AutoDiff").Where(file => Comments().Replace(file.Text, "").Contains(package, StringComparison.Ordinal)),
            file => Assert.Contains(places, place => file.Path.StartsWith(Path.Combine(Sources, place), StringComparison.Ordinal)));
    }

    [Fact]
    public void Layers_and_cells_see_the_public_surface_only()
    {
        string project = File.ReadAllText(Path.Combine(Sources, "AutoDiff", "AutoDiff.csproj"));
        Assert.All(Friend().Matches(project), match => Assert.Contains(match.Groups[1].Value, new[] { "AutoDiff.Tests", "Benchmarks" }));
        Assert.DoesNotContain(Files("Layers"), file => Regex.IsMatch(file.Text, @"using (static )?AutoDiff\.Rnn\b"));
    }

    [Fact]
    public void A_file_is_named_after_its_one_public_type()
    {
        List<string> broken = [];
        foreach ((string file, string text) in new[] { "AutoDiff", "Layers", "Rnn" }.SelectMany(Files))
        {
            string[] types = [.. PublicType().Matches(Comments().Replace(text, "")).Select(match => match.Groups[1].Value).Where(name => name != "Ops").Distinct()];
            if (types.Length > 1 || (types.Length == 1 && types[0] != Path.GetFileName(file).Split('.')[0]))
                broken.Add($"{file}: {string.Join(", ", types)}");
        }

        Assert.Empty(broken);
    }

    private static IEnumerable<(string Path, string Text)> Files(string project)
    {
        string folder = Path.Combine(Sources, project);
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any())
            .Select(file => (file, File.ReadAllText(file)));
    }

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comments();

    [GeneratedRegex("InternalsVisibleTo Include=\"([^\"]+)\"")]
    private static partial Regex Friend();

    [GeneratedRegex(
        @"^public (?:static |sealed |abstract |readonly |ref |unsafe |partial )*(?:class|struct|interface|enum|record struct|record|delegate [\w<>]+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
