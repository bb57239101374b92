using System.Globalization;
using System.Net;
using System.Text;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.SharedSavings;

/// <summary>One bar of a waterfall.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Amount">Dollars: a level when <paramref name="IsTotal"/>, else how far it moves the level.</param>
/// <param name="IsTotal">A level, not a move.</param>
/// <param name="Large">Drawn on the scale of the benchmark, not of the savings.</param>
public sealed record WaterfallStep(string Label, decimal Amount, bool IsTotal, bool Large);

/// <summary>The steps from benchmark to payment, and their drawing.</summary>
public static class Waterfall
{
    /// <summary>The steps of a settled row. The moves between two levels add up to their difference.</summary>
    public static IReadOnlyList<WaterfallStep> Of(SettledRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Of(row.Facts, row.Result);
    }

    /// <summary>The steps of a settlement. The moves between two levels add up to their difference.</summary>
    public static IReadOnlyList<WaterfallStep> Of(SettlementFacts facts, SettlementResult result)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(result);
        var against = result.Gross < Money.Zero ? "Losses against the benchmark" : "Savings against the benchmark";
        var steps = new List<WaterfallStep>
        {
            new("Updated benchmark", facts.Benchmark.Amount, true, true),
            new("Expenditures", -facts.Expenditures.Amount, false, true),
            new(against, result.Gross.Amount, true, false),
        };
        var level = result.Gross.Amount;
        void Move(string label, decimal to)
        {
            if (to != level)
                steps.Add(new WaterfallStep(label, to - level, false, false));
            level = to;
        }
        Move("Within the minimum rate or not shared", result.Generated.Amount);
        if (level >= 0)
        {
            Move("Medicare's share", level * result.SharingRate.Amount);
            Move("Sequestration", Step(result, "share after sequestration") ?? level);
            Move("Above the performance payment limit", Step(result, "earned shared savings") ?? level);
            Move("Agreement ended during the year", result.Earned.Amount);
        }
        else
        {
            Move("Medicare's share", level * (result.LossRate?.Amount ?? 0));
            Move("Above the loss limit", -(Step(result, "shared losses within the limit") ?? -level));
            Move("Extreme and uncontrollable circumstances", level + result.Relief.Amount);
            Move("Agreement ended during the year", result.Earned.Amount);
        }
        steps.Add(new WaterfallStep(result.Earned < Money.Zero ? "Owed" : "Earned", result.Earned.Amount, true, false));
        return steps;
    }

    /// <summary>The drawing: the benchmark and expenditures on their own scale, the rest on the scale of the savings.</summary>
    public static string Svg(IReadOnlyList<WaterfallStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        const int rowHeight = 34, labelWidth = 330, barWidth = 520, width = 1000;
        var svg = new StringBuilder();
        var height = steps.Count * rowHeight + 10;
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" ");
        svg.Append("aria-label=\"Waterfall from benchmark to payment; the table below holds its figures\">\n");
        var spans = Spans(steps);
        foreach (var large in new[] { true, false })
        {
            var chosen = Enumerable.Range(0, steps.Count).Where(i => steps[i].Large == large).ToList();
            var low = chosen.Min(i => Math.Min(spans[i].From, spans[i].To));
            var high = chosen.Max(i => Math.Max(spans[i].From, spans[i].To));
            var range = high - low == 0 ? 1 : high - low;
            decimal X(decimal amount) => labelWidth + ((amount - low) / range * barWidth);
            var top = chosen[0] * rowHeight;
            var bottom = top + (chosen.Count * rowHeight);
            svg.Append(CultureInfo.InvariantCulture,
                $"<line class=\"axis\" x1=\"{X(0):0.##}\" x2=\"{X(0):0.##}\" y1=\"{top}\" y2=\"{bottom}\"/>\n");
            foreach (var i in chosen)
            {
                var (from, to) = spans[i];
                var left = X(Math.Min(from, to));
                var bar = Math.Max(1, X(Math.Max(from, to)) - left);
                var kind = steps[i].IsTotal ? "total" : steps[i].Amount < 0 ? "less" : "more";
                var y = i * rowHeight;
                var label = WebUtility.HtmlEncode(steps[i].Label);
                var dollars = Display.Of(Unit.Dollars, steps[i].Amount);
                svg.Append(CultureInfo.InvariantCulture,
                    $"<text x=\"{labelWidth - 12}\" y=\"{y + 21}\" text-anchor=\"end\">{label}</text>");
                svg.Append(CultureInfo.InvariantCulture,
                    $"<rect class=\"{kind}\" x=\"{left:0.##}\" y=\"{y + 6}\" width=\"{bar:0.##}\" height=\"{rowHeight - 12}\"/>");
                svg.Append(CultureInfo.InvariantCulture,
                    $"<text x=\"{width - 4}\" y=\"{y + 21}\" text-anchor=\"end\">{dollars}</text>\n");
            }
        }
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>From where to where each bar reaches.</summary>
    private static List<(decimal From, decimal To)> Spans(IReadOnlyList<WaterfallStep> steps)
    {
        var level = 0m;
        var spans = new List<(decimal, decimal)>();
        foreach (var step in steps)
        {
            spans.Add(step.IsTotal ? (0, step.Amount) : (level, level + step.Amount));
            level = step.IsTotal ? step.Amount : level + step.Amount;
        }
        return spans;
    }

    private static decimal? Step(SettlementResult result, string name) =>
        result.Earned.Derivation?.Nodes().FirstOrDefault(node => node.Kind == DerivationKind.Step && node.Name == name)?.Value;
}
