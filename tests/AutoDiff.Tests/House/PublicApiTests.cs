using System;
using System.IO;
using System.Reflection;
using Xunit;

namespace AutoDiff.Tests.House;

// What users can see changes only on purpose: run with the environment variable AUTODIFF_ACCEPT_API set to 1 to write the
// files anew, and look at the difference.
public sealed class PublicApiTests
{
    [Theory]
    [InlineData(typeof(Shape))]
    [InlineData(typeof(Layers.Linear<>))]
    [InlineData(typeof(Rnn.Recurrence))]
    [InlineData(typeof(AutoDiff.Properties.Check))]
    public void A_library_s_surface_is_the_written_one(Type member) => Compare(member.Assembly);

    private static void Compare(Assembly assembly)
    {
        string file = Path.Combine(Checkout.House, assembly.GetName().Name + ".txt"), surface = PublicApi.Of(assembly);
        if (Environment.GetEnvironmentVariable("AUTODIFF_ACCEPT_API") == "1")
            File.WriteAllText(file, surface);
        string[] written = File.ReadAllLines(file), now = surface.TrimEnd('\n').Split('\n');
        Assert.Equal(written, now);
    }
}
