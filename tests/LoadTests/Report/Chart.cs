using System.Globalization;
using System.Text;

namespace OrleansChat.LoadTests.Report;

/// <summary>A bar of a chart.</summary>
/// <param name="Emphasis">The one that the chart is about.</param>
internal sealed record Bar(string Name, Spread Value, bool Emphasis);

/// <summary>A group of bars under a title, each as long as its value.</summary>
/// <param name="Note">What is better.</param>
internal sealed record BarGroup(string Title, string Note, IReadOnlyList<Bar> Bars);

/// <summary>
/// Bars as SVG, readable on a light and a dark page: colours that stand out against both, and for text a grey that does, where the
/// viewer does not tell which it is.
/// </summary>
internal static class Chart
{
    private const int Width = 720;
    private const int NameWidth = 190;
    private const int MaxBar = 350;
    private const int RowHeight = 30;
    private const int TitleHeight = 44;

    public static string Draw(string caption, IReadOnlyList<BarGroup> groups)
    {
        var height = groups.Sum(group => TitleHeight + (group.Bars.Count * RowHeight)) + 40;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{height}}" width="{{Width}}" height="{{height}}" role="img" aria-label="{{Escape(Label(groups))}}">
            <style>
              text { font: 14px system-ui, sans-serif; fill: #57606a; }
              .title { font-weight: 600; font-size: 15px; }
              .small { font-size: 12px; }
              .bar { fill: #8c959f; }
              .main { fill: #1f7ae0; }
              .range { stroke: #57606a; stroke-width: 1.5; }
              @media (prefers-color-scheme: dark) { text { fill: #9da7b3; } .range { stroke: #c9d1d9; } }
            </style>

            """);
        var y = 0;
        foreach (var group in groups)
        {
            Text(svg, 0, y + 26, "title", group.Title);
            Text(svg, Width, y + 26, "small", group.Note, isEnd: true);
            y += TitleHeight;
            var longest = group.Bars.Max(bar => bar.Value.Max);
            foreach (var bar in group.Bars)
            {
                Draw(svg, bar, y, longest);
                y += RowHeight;
            }
        }
        Text(svg, 0, height - 12, "small", caption);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, Bar bar, int y, double longest)
    {
        double At(double value) => longest > 0 ? Math.Round(value / longest * MaxBar, 1) : 0;
        Text(svg, NameWidth - 10, y + 17, "", bar.Name, isEnd: true);
        svg.Append(CultureInfo.InvariantCulture, $"""<rect class="{(bar.Emphasis ? "main" : "bar")}" x="{NameWidth}" y="{y + 2}" width="{At(bar.Value.Median)}" height="22" rx="3"/>""").Append('\n');
        if (!bar.Value.IsOne)
        {
            var (from, to) = (NameWidth + At(bar.Value.Min), NameWidth + At(bar.Value.Max));
            svg.Append(CultureInfo.InvariantCulture, $"""<path class="range" d="M{from} {y + 13}H{to}M{from} {y + 9}v8M{to} {y + 9}v8"/>""").Append('\n');
        }
        Text(svg, NameWidth + At(bar.Value.Max) + 10, y + 17, "", Spread.Figure(bar.Value.Median));
    }

    private static void Text(StringBuilder svg, double x, double y, string style, string text, bool isEnd = false) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\"")
            .Append(style.Length == 0 ? "" : $" class=\"{style}\"")
            .Append(isEnd ? " text-anchor=\"end\"" : "")
            .Append('>').Append(Escape(text)).Append("</text>\n");

    /// <summary>For those who cannot see it.</summary>
    private static string Label(IReadOnlyList<BarGroup> groups) => string.Join("; ", groups.Select(group =>
        $"{group.Title}: {string.Join(", ", group.Bars.Select(bar => $"{bar.Name} {Spread.Figure(bar.Value.Median)}"))}"));

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);
}
