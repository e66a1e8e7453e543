using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace AutoDiff.Rnn;

// The gradient of every followed loss by lag, as shades: rows are losses, columns are steps back.
internal static class LagMap
{
    private const int MostRows = 32, MostColumns = 128, RowHeight = 13, Decades = 10;

    public static void Draw(SvgCanvas canvas, FlowReport report)
    {
        canvas.Text(LogChart.Left, canvas.Y + 4, "Gradient of each followed loss on its way back: norm of dL[t]/dh[t - lag]", style: "name");
        int top = canvas.Y + 16, count = Math.Max(2, report.LagNorms.Count), columns = Math.Min(count, MostColumns);
        FollowedLoss[] rows = Rows(report.Losses);
        double largest = rows.SelectMany(row => row.Norms).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        double least = rows.SelectMany(row => row.Norms).Where(norm => norm > 0 && double.IsFinite(norm)).DefaultIfEmpty(largest).Min();
        double decades = largest > 0 ? Math.Clamp(Math.Ceiling(Math.Log10(largest / least)), 1, Decades) : 1;
        double width = (double)LogChart.Width / columns;
        for (int i = 0; i < rows.Length; i++)
        {
            double y = top + (i * RowHeight);
            if (i % 2 == 0 || rows.Length <= 16)
                canvas.Text(LogChart.Left - 8, y + 10.5, $"t = {rows[i].Step.ToString(CultureInfo.InvariantCulture)}", "end");
            for (int column = 0; column < columns; column++)
            {
                int from = (int)((long)column * count / columns), end = (int)((long)(column + 1) * count / columns);
                if (from < rows[i].Norms.Count)
                    Cell(canvas, rows[i], from, Math.Min(end, rows[i].Norms.Count), LogChart.Left + (column * width), y, width, norm => Level(norm, largest, decades));
            }
        }

        int bottom = top + (rows.Length * RowHeight) + 2;
        LogChart.Axis(canvas, "lag, steps before the loss", bottom, count, index => LogChart.Left + (LogChart.Width * (index + 0.5) / count));
        Key(canvas, top, largest, decades);
        canvas.Y = Math.Max(bottom, top + 66) + 62;
    }

    private static void Cell(SvgCanvas canvas, FollowedLoss loss, int from, int end, double x, double y, double width, Func<double, string> level)
    {
        double norm = loss.Norms[from];
        for (int lag = from + 1; lag < end; lag++)
            norm = double.IsNaN(norm) ? norm : Math.Max(norm, loss.Norms[lag]);
        string lags = end == from + 1 ? $"{from}" : $"{from} to {end - 1}", title = $"loss of step {loss.Step}, lag {lags}: {FlowText.Number(norm)}";
        canvas.Add($"<rect class=\"{level(norm)}\" x=\"{x:0.##}\" y=\"{y:0.#}\" width=\"{width + 0.15:0.##}\" height=\"{RowHeight - 1}\"><title>{title}</title></rect>");
    }

    private static string Level(double norm, double largest, double decades) =>
        double.IsNaN(norm) ? "alarm" : $"h{Shade(norm, largest, decades).ToString(CultureInfo.InvariantCulture)}";

    private static int Shade(double norm, double largest, double decades)
    {
        if (!(norm > 0))
            return 0;
        double share = 1 + (Math.Log10(norm / largest) / decades);
        return Math.Clamp((int)Math.Ceiling(share * (SvgCanvas.Shades - 1)), 0, SvgCanvas.Shades - 1);
    }

    private static void Key(SvgCanvas canvas, int top, double largest, double decades)
    {
        int x = LogChart.Left + LogChart.Width + 18;
        const int step = 15;
        for (int i = 0; i < SvgCanvas.Shades; i++)
            canvas.Add($"<rect class=\"h{i}\" x=\"{x + (i * step)}\" y=\"{top + 18}\" width=\"{step + 0.2:0.#}\" height=\"12\"/>");
        canvas.Text(x, top + 12, "norm, logarithmic");
        canvas.Text(x, top + 45, FlowText.Number(largest * Math.Pow(10, -decades)));
        canvas.Text(x + (step * SvgCanvas.Shades), top + 45, FlowText.Number(largest), "end");
    }

    private static FollowedLoss[] Rows(IReadOnlyList<FollowedLoss> losses) => losses.Count <= MostRows
        ? [.. losses]
        : [.. Enumerable.Range(1, MostRows).Select(i => losses[(int)((long)i * losses.Count / MostRows) - 1])];
}
