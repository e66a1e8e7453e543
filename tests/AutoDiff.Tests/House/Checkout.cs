using System;
using System.IO;

namespace AutoDiff.Tests.House;

// The checkout that the tests were built in, found from where they run: paths in a deterministic build name no real folder.
internal static class Checkout
{
    public static string Folder { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string House { get; } = Path.Combine(Folder, "tests", "AutoDiff.Tests", "House");

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "AutoDiff.sln"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new InvalidOperationException("The tests do not run inside a checkout."));
}
