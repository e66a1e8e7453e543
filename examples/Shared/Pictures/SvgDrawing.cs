using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace AutoDiff.Examples;

/// <summary>A drawing in one SVG file that needs nothing else: shapes in the order in which they are drawn. Lengths are pixels, y points down.</summary>
/// <param name="width">How wide it is.</param>
/// <param name="height">How high it is.</param>
public sealed class SvgDrawing(double width, double height)
{
    private readonly StringBuilder _shapes = new();

    /// <summary>Draws a filled rectangle.</summary>
    /// <param name="x">Its left edge.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="across">How wide it is.</param>
    /// <param name="down">How high it is.</param>
    /// <param name="colour">Its colour, as CSS writes it.</param>
    public void Rectangle(double x, double y, double across, double down, string colour) =>
        Add($"""<rect x="{x:F1}" y="{y:F1}" width="{across:F1}" height="{down:F1}" fill="{Escape(colour)}"/>""");

    /// <summary>Draws lines from point to point.</summary>
    /// <param name="points">The points; those that are not finite are left out.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="thickness">How thick the lines are.</param>
    /// <param name="isDashed">Whether they are dashed.</param>
    public void Line(IEnumerable<(double X, double Y)> points, string colour, double thickness = 1, bool isDashed = false)
    {
        IEnumerable<string> finite = points
            .Where(point => double.IsFinite(point.X + point.Y))
            .Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:F1},{point.Y:F1}"));
        string list = string.Join(' ', finite);
        Add($"""<polyline points="{list}" fill="none" stroke="{Escape(colour)}" stroke-width="{thickness:F1}"{(isDashed ? """ stroke-dasharray="6 4" """.TrimEnd() : "")}/>""");
    }

    /// <summary>Draws a dot.</summary>
    /// <param name="x">Where.</param>
    /// <param name="y">Where.</param>
    /// <param name="radius">How large it is.</param>
    /// <param name="colour">Its colour.</param>
    public void Dot(double x, double y, double radius, string colour) => Add($"""<circle cx="{x:F1}" cy="{y:F1}" r="{radius:F1}" fill="{Escape(colour)}"/>""");

    /// <summary>Writes a line of text.</summary>
    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor">Which part of it stands at x: start, middle or end.</param>
    /// <param name="size">How high it is.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="isUpright">Whether it runs from below to above.</param>
    public void Text(double x, double y, string text, string anchor = "start", double size = 12, string colour = "#333", bool isUpright = false)
    {
        string turned = isUpright ? string.Create(CultureInfo.InvariantCulture, $""" transform="rotate(-90 {x:F1} {y:F1})" """).TrimEnd() : "";
        Add($"""<text x="{x:F1}" y="{y:F1}" font-size="{size:F0}" text-anchor="{anchor}" fill="{Escape(colour)}"{turned}>{Escape(text)}</text>""");
    }

    /// <summary>Writes the file in one move.</summary>
    /// <param name="path">Where to.</param>
    public void Save(string path) => OutputFile.Write(path, ToString());

    /// <summary>The file's text.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:F0} {height:F0}" width="{width:F0}" height="{height:F0}" font-family="sans-serif">
        <rect width="100%" height="100%" fill="white"/>
        {_shapes}</svg>

        """);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private void Add(FormattableString shape) => _shapes.Append(shape.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
