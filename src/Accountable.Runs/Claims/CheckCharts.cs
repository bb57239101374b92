using System.Globalization;
using System.Net;
using System.Text;

namespace Accountable.Runs.Claims;

/// <summary>Draws the series of a <see cref="CheckReport"/> as SVG that stands by itself.</summary>
public static class CheckCharts
{
    private const int Width = 1000;

    /// <summary>Room on both sides for labels that stand under the first and the last bar.</summary>
    private const int Margin = 24;

    /// <summary>The drawing.</summary>
    public static string Svg(CheckChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return chart.Kind == ChartKind.Bars ? Bars(chart) : Ranges(chart);
    }

    /// <summary>Upright bars; a hidden one is a mark on the axis.</summary>
    private static string Bars(CheckChart chart)
    {
        const int height = 190, bottom = 150, top = 18;
        var svg = Begin(chart, height);
        var high = chart.Points.Where(point => point.Value is not null).Select(point => Math.Max(point.High, point.Value!.Value))
            .DefaultIfEmpty(1).Max();
        var step = (decimal)Width / Math.Max(1, chart.Points.Count);
        // So many labels that they do not touch.
        var every = Math.Max(1, (int)Math.Ceiling(60 / step));
        decimal Height(decimal value) => high <= 0 ? 0 : Math.Max(0, value) / high * (bottom - top);
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"0\" x2=\"{Width}\" y1=\"{bottom}\" y2=\"{bottom}\"/>\n");
        for (var i = 0; i < chart.Points.Count; i++)
        {
            var point = chart.Points[i];
            var (left, wide) = (i * step + step * 0.1m, step * 0.8m);
            var middle = left + wide / 2;
            if (point.Value is { } value)
            {
                Box(svg, "rest", left, bottom - Height(point.High), wide, Height(point.High), "");
                Box(svg, "bar", left, bottom - Height(value), wide, Height(value), $"{point.Label}: {point.Shown}");
            }
            else
                Label(svg, middle, bottom - 4, point.Shown);
            if (i % every == 0)
                Label(svg, middle, bottom + 16, point.Label);
            if (point.Value is { } shown && chart.Points.Count <= 12)
                Label(svg, middle, bottom - Height(Math.Max(point.High, shown)) - 4, point.Shown);
        }
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>A band from low to high a row, each on its own scale, and a mark where the figure is.</summary>
    private static string Ranges(CheckChart chart)
    {
        const int rowHeight = 26, labels = 120, band = 640;
        var svg = Begin(chart, chart.Points.Count * rowHeight + 6);
        for (var i = 0; i < chart.Points.Count; i++)
        {
            var point = chart.Points[i];
            var y = i * rowHeight;
            var high = Math.Max(point.High, point.Value ?? 0) * 1.1m;
            decimal X(decimal value) => labels + (high <= 0 ? 0 : Math.Max(0, value) / high * band);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{labels - 8}\" y=\"{y + 17}\" text-anchor=\"end\">");
            svg.Append(WebUtility.HtmlEncode(point.Label.Replace('_', ' '))).Append("</text>\n");
            Box(svg, "band", X(point.Low), y + 5, X(point.High) - X(point.Low), rowHeight - 10,
                string.Create(CultureInfo.InvariantCulture, $"{point.Label}: {point.Low:N0} to {point.High:N0}"));
            if (point.Value is { } value)
                Box(svg, "mark", X(value) - 2, y + 2, 4, rowHeight - 4, $"{point.Label}: {point.Shown}");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - 4}\" y=\"{y + 17}\" text-anchor=\"end\">");
            svg.Append(CultureInfo.InvariantCulture, $"{WebUtility.HtmlEncode(point.Shown)} ({point.Low:N0} to {point.High:N0})</text>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static StringBuilder Begin(CheckChart chart, int height) => new StringBuilder().Append(CultureInfo.InvariantCulture,
        $"<svg viewBox=\"{-Margin} 0 {Width + 2 * Margin} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(chart.Title)}\">\n");

    private static void Box(StringBuilder svg, string kind, decimal left, decimal top, decimal width, decimal height, string title)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{left:0.##}\" y=\"{top:0.##}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"width=\"{width:0.##}\" height=\"{height:0.##}\">");
        svg.Append(title.Length > 0 ? $"<title>{WebUtility.HtmlEncode(title)}</title></rect>\n" : "</rect>\n");
    }

    private static void Label(StringBuilder svg, decimal x, decimal y, string text) => svg.Append(CultureInfo.InvariantCulture,
        $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(text)}</text>\n");
}
