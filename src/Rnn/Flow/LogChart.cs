using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace AutoDiff.Rnn;

// Lines over a count of steps, with a logarithmic upright axis.
internal static class LogChart
{
    public const int Left = 76, Width = 640;

    // A line that falls lower than this below the highest leaves the chart.
    private const int Decades = 12, Height = 190, Points = 400, LegendRows = 14;

    public static void Draw(SvgCanvas canvas, string title, string axis, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> lines)
    {
        canvas.Text(Left, canvas.Y + 4, title, style: "name");
        int top = canvas.Y + 16, count = Math.Max(2, lines.Max(line => line.Values.Count));
        (int low, int high) = Range(lines);
        double X(double index) => Left + (Width * index / (count - 1));
        double Y(double value) => top + (Height * (high - Math.Log10(value)) / (high - low));
        for (int power = low; power <= high; power += Math.Max(1, (high - low + 5) / 6))
        {
            double y = Y(Math.Pow(10, power));
            canvas.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
            canvas.Text(Left - 8, y + 4, power == 0 ? "1" : $"1e{power.ToString(CultureInfo.InvariantCulture)}", "end");
        }

        Axis(canvas, axis, top + Height, count, X);
        for (int i = 0; i < lines.Count; i++)
            Line(canvas, i, lines[i], X, value => Math.Log10(value) >= low ? Y(value) : null);
        Legend(canvas, lines, top);
        canvas.Y = top + Math.Max(Height, (16 * Math.Min(lines.Count, LegendRows)) - 34) + 62;
    }

    // The numbers under a chart, and what they count.
    public static void Axis(SvgCanvas canvas, string axis, double y, int count, Func<double, double> x)
    {
        canvas.Add($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
        int every = Nice((count - 1) / 8.0);
        for (int index = 0; index < count; index += every)
            canvas.Text(x(index), y + 16, index.ToString(CultureInfo.InvariantCulture), "middle");
        canvas.Text(Left + (Width / 2.0), y + 34, axis, "middle");
    }

    private static void Line(SvgCanvas canvas, int index, (string Name, IReadOnlyList<double> Values) line, Func<double, double> x, Func<double, double?> y)
    {
        StringBuilder path = new();
        bool isDown = false;
        int stride = 1 + (line.Values.Count / Points);
        for (int i = 0; i < line.Values.Count; i += stride)
        {
            double value = line.Values[i];
            double? at = value > 0 && double.IsFinite(value) ? y(value) : null;
            if (at is double place)
                path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{x(i):0.#} {place:0.#}");
            isDown = at is not null;
        }

        if (path.Length > 0)
            canvas.Add($"<path class=\"line s{index % SvgCanvas.SeriesColors}\"{Dashes(index)} d=\"{path}\"><title>{SvgCanvas.Escaped(line.Name)}</title></path>");
    }

    private static void Legend(SvgCanvas canvas, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> lines, int top)
    {
        int x = Left + Width + 18;
        for (int i = 0; i < Math.Min(lines.Count, LegendRows); i++)
        {
            int y = top + 8 + (16 * i);
            canvas.Add($"<line class=\"line s{i % SvgCanvas.SeriesColors}\"{Dashes(i)} x1=\"{x}\" x2=\"{x + 22}\" y1=\"{y}\" y2=\"{y}\"/>");
            canvas.Text(x + 28, y + 4, i == LegendRows - 1 && lines.Count > LegendRows ? $"and {lines.Count - i} more" : lines[i].Name);
        }
    }

    // More lines than colours differ by their dashes too.
    private static string Dashes(int index) => (index / SvgCanvas.SeriesColors) switch
    {
        0 => "",
        1 => " stroke-dasharray=\"6 3\"",
        _ => " stroke-dasharray=\"2 3\"",
    };

    private static (int Low, int High) Range(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> lines)
    {
        double[] logs = [.. lines.SelectMany(line => line.Values).Where(value => value > 0 && double.IsFinite(value)).Select(Math.Log10)];
        if (logs.Length == 0)
            return (-1, 0);
        int high = (int)Math.Ceiling(logs.Max() + 1e-9);
        return (Math.Min(high - 1, Math.Max(high - Decades, (int)Math.Floor(logs.Min() + 1e-9))), high);
    }

    // The next number of the kind 1, 2, 5, 10, 20 and so on.
    private static int Nice(double step)
    {
        int[] leading = [1, 2, 5];
        for (int power = 1; ; power *= 10)
        {
            foreach (int digit in leading)
            {
                if (digit * power >= step)
                    return digit * power;
            }
        }
    }
}
