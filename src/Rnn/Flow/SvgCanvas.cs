using System;
using System.Globalization;
using System.Text;

namespace AutoDiff.Rnn;

// Writes the elements of a picture: numbers in the invariant culture, texts escaped, colours by class so that light and dark both work.
internal sealed class SvgCanvas
{
    public const int SeriesColors = 8, Shades = 10;

    // Series: the colours of Okabe and Ito 2008, which the colour-blind can tell apart, some darker or lighter for contrast. Shades: one
    // hue, from the ground's own lightness to the other end.
    private static readonly string[] Light = ["#0072b2", "#d55e00", "#009e73", "#aa4499", "#b8860b", "#56b4e9", "#882255", "#666666"];
    private static readonly string[] Dark = ["#56b4e9", "#ff8c42", "#2fd6a5", "#e08bd0", "#f0c94a", "#a6d8ff", "#d4739b", "#b0b0b0"];
    private static readonly string[] Shade = ["#eef4fb", "#dce9f6", "#c6dbef", "#a6cae6", "#7fb4da", "#569bcb", "#3581bb", "#1b66a6", "#0c4a86", "#062f5f"];
    private static readonly string[] DarkShade = ["#151d28", "#172a3d", "#193a56", "#1b4c72", "#215f8e", "#3176a9", "#4b90c2", "#72acd8", "#a0cbea", "#d7edfb"];

    private readonly StringBuilder _text = new();

    public int Y { get; set; }

    public static string Style()
    {
        StringBuilder style = new(
            "text{font:12px system-ui,sans-serif;fill:#333}.head{font-size:17px;font-weight:600;fill:#111}.name{font-size:13px;font-weight:600;fill:#222}"
                + ".ground{fill:#fff}.grid{stroke:#e2e2e2}.axis{stroke:#888}.line{fill:none;stroke-width:2;stroke-linejoin:round}.alarm{fill:#b3261e}");
        Colors(style, Light, Shade);
        style.Append("@media(prefers-color-scheme:dark){text{fill:#cfd3d8}.head,.name{fill:#f2f4f6}")
            .Append(".ground{fill:#101419}.grid{stroke:#2b323b}.axis{stroke:#7d8793}.alarm{fill:#ff8a80}");
        Colors(style, Dark, DarkShade);
        return style.Append('}').ToString();
    }

    // Text for elements and attributes: what stands for itself is escaped, and what no XML may hold is left out.
    public static string Escaped(string text)
    {
        StringBuilder safe = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            string? escaped = rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                0xFFFE or 0xFFFF => "",
                < 0x20 and not '\t' and not '\n' and not '\r' => "",
                _ => rune.ToString(),
            };
            safe.Append(escaped);
        }

        return safe.ToString();
    }

    public void Add(FormattableString element) => _text.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public void Text(double x, double y, string text, string anchor = "start", string? style = null) =>
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\"{(style is null ? "" : $" class=\"{style}\"")}>{Escaped(text)}</text>");

    public string Finish(int width, string title, string description) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {Y}\" width=\"{width}\" height=\"{Y}\" role=\"img\" "
            + $"aria-labelledby=\"flow-title flow-description\">\n<title id=\"flow-title\">{Escaped(title)}</title>\n"
            + $"<desc id=\"flow-description\">{Escaped(description)}</desc>\n<style>{Style()}</style>\n"
            + $"<rect class=\"ground\" width=\"{width}\" height=\"{Y}\"/>\n{_text}</svg>\n");

    private static void Colors(StringBuilder style, string[] series, string[] shades)
    {
        for (int i = 0; i < SeriesColors; i++)
            style.Append(CultureInfo.InvariantCulture, $".s{i}{{stroke:{series[i]}}}.f{i}{{fill:{series[i]}}}");
        for (int i = 0; i < Shades; i++)
            style.Append(CultureInfo.InvariantCulture, $".h{i}{{fill:{shades[i]}}}");
    }
}
