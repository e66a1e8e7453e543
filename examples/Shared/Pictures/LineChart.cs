using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace AutoDiff.Examples;

/// <summary>A chart of lines, with axes and a legend.</summary>
public sealed class LineChart
{
    private const double Width = 760, Height = 440, Left = 70, Right = 200, Top = 50, Bottom = 60;

    // Colours that also those tell apart who do not see all (Okabe and Ito 2008), without the yellow, and two greys.
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#777777", "#bbbbbb"];

    /// <summary>What the chart shows.</summary>
    public required string Title { get; init; }

    /// <summary>What runs across.</summary>
    public required string XTitle { get; init; }

    /// <summary>What runs upwards.</summary>
    public required string YTitle { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<Series> Lines { get; init; }

    /// <summary>Names for x = 0, 1, 2 and so on; null for numbers.</summary>
    public IReadOnlyList<string>? XNames { get; init; }

    /// <summary>Whether the y axis is logarithmic; values that are not positive are left out.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Draws the chart.</summary>
    public SvgDrawing Draw()
    {
        SvgDrawing drawing = new(Width, Height);
        (double X, double Y)[] all = [.. Lines.SelectMany(line => line.Points).Select(point => (point.X, Scaled(point.Y))).Where(point => double.IsFinite(point.X + point.Item2))];
        Axis x = Axis.Over(all.Select(point => point.X), Left, Width - Right, XNames is null ? 8 : XNames.Count);
        Axis y = IsLogarithmic ? Axis.OverPowers(all.Select(point => point.Y), Height - Bottom, Top) : Axis.Over(all.Select(point => point.Y), Height - Bottom, Top, 6);
        drawing.Text(Left, 26, Title, size: 16, colour: "#111");
        drawing.Text((Left + Width - Right) / 2, Height - 16, XTitle, "middle");
        drawing.Text(20, (Top + Height - Bottom) / 2, YTitle, "middle", isUpright: true);
        foreach (double tick in y.Ticks)
        {
            drawing.Line([(Left, y.At(tick)), (Width - Right, y.At(tick))], "#ddd");
            drawing.Text(Left - 8, y.At(tick) + 4, Number(IsLogarithmic ? Math.Pow(10, tick) : tick), "end");
        }

        foreach (double tick in XNames is null ? x.Ticks : Enumerable.Range(0, XNames.Count).Select(i => (double)i))
            drawing.Text(x.At(tick), Height - Bottom + 20, XNames is null ? Number(tick) : XNames[(int)tick], "middle");
        drawing.Line([(Left, Height - Bottom), (Width - Right, Height - Bottom)], "#333");
        for (int i = 0; i < Lines.Count; i++)
            Draw(drawing, Lines[i], Colours[(Lines[i].Colour ?? i) % Colours.Length], x, y, Top + 10 + (20 * i));
        return drawing;
    }

    private void Draw(SvgDrawing drawing, Series line, string colour, Axis x, Axis y, double legend)
    {
        (double X, double Y)[] points = [.. line.Points.Select(point => (x.At(point.X), y.At(Scaled(point.Y))))];
        drawing.Line(points, colour, 2, line.IsDashed);
        if (points.Length <= 12)
        {
            foreach ((double across, double up) in points.Where(point => double.IsFinite(point.Y)))
                drawing.Dot(across, up, 3.5, colour);
        }

        drawing.Line([(Width - Right + 16, legend), (Width - Right + 42, legend)], colour, 2, line.IsDashed);
        drawing.Text(Width - Right + 48, legend + 4, line.Name);
    }

    private double Scaled(double value) => !IsLogarithmic ? value : value > 0 ? Math.Log10(value) : double.NaN;

    private static string Number(double value) => value.ToString(Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3) ? "0.#e+0" : "0.####", CultureInfo.InvariantCulture);

    // Round numbers from below the smallest value to above the largest, and where they lie in the drawing.
    private sealed record Axis(IReadOnlyList<double> Ticks, double From, double To)
    {
        public static Axis Over(IEnumerable<double> values, double from, double to, int ticks)
        {
            (double low, double high) = Range(values);
            double raw = (high - low) / ticks, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
            double step = power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 }, first = Math.Floor(low / step), last = Math.Ceiling(high / step);
            return new Axis([.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)], from, to);
        }

        // Logarithms to the base 10: of the powers of 10, and over few of them also of 2 and 5 times these.
        public static Axis OverPowers(IEnumerable<double> values, double from, double to)
        {
            (double low, double high) = Range(values);
            int first = (int)Math.Floor(low), last = (int)Math.Ceiling(high);
            double[] parts = high - low < 2 ? [0, Math.Log10(2), Math.Log10(5)] : [0];
            double[] all = [.. Enumerable.Range(first, last - first + 1).SelectMany(power => parts.Select(part => power + part))];
            return new Axis([.. all.Where(tick => tick >= all.Last(other => other <= low) && tick <= all.First(other => other >= high))], from, to);
        }

        public double At(double value) => From + ((value - Ticks[0]) / (Ticks[^1] - Ticks[0]) * (To - From));

        private static (double Low, double High) Range(IEnumerable<double> values)
        {
            (double low, double high) = values.Aggregate(
                (Low: double.PositiveInfinity, High: double.NegativeInfinity), (range, value) => (Math.Min(range.Low, value), Math.Max(range.High, value)));
            return high > low ? (low, high) : double.IsFinite(low) ? (low - 0.5, low + 0.5) : (0, 1);
        }
    }
}
