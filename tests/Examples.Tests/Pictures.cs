using System;
using System.Xml.Linq;
using Xunit;

namespace AutoDiff.Tests.Examples;

// Pictures that stand alone: well-formed SVG that names nothing outside itself.
internal static class Pictures
{
    public static void Check(string svg, params string[] texts)
    {
        XDocument document = XDocument.Parse(svg);
        Assert.Equal("{http://www.w3.org/2000/svg}svg", document.Root!.Name.ToString());
        Assert.DoesNotContain("href", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.All(texts, text => Assert.Contains(text, document.Root.Value, StringComparison.Ordinal));
    }
}
