using System.Globalization;
using System.Net;
using System.Text;
using Accountable.Rules;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.SharedSavings;

/// <summary>
/// The steps from what was spent in the benchmark years to the updated benchmark, dollars a person-year, and their drawing.
/// </summary>
public static class BenchmarkWaterfall
{
    /// <summary>The steps that could be computed. The moves between two levels add up to their difference.</summary>
    public static IReadOnlyList<WaterfallStep> Of(BenchmarkOutcome outcome, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(book);
        var steps = new List<WaterfallStep>();
        if (outcome.Historical is not { } historical)
            return steps;
        var weights = Weights(outcome, book);
        var facts = outcome.Facts;
        decimal Spent(Func<EnrollmentType, (decimal By1, decimal By2)> ratio) => EnrollmentTypes.All.Sum(type =>
            historical.By3Shares[type].Amount * (
                (weights.By1 * facts.By1.Assigned[type].PerCapita.Amount * ratio(type).By1)
                + (weights.By2 * facts.By2.Assigned[type].PerCapita.Amount * ratio(type).By2)
                + (weights.By3 * facts.By3.Assigned[type].PerCapita.Amount)));
        var spent = Spent(_ => (1, 1));
        var adjusted = Spent(type => (historical.By1[type].RiskRatio.Amount, historical.By2[type].RiskRatio.Amount));
        steps.Add(new WaterfallStep("Spent in the benchmark years, weighted", spent, true, true));
        steps.Add(new WaterfallStep("Risk of the benchmark years to BY3", adjusted - spent, false, true));
        steps.Add(new WaterfallStep("Trend of the benchmark years to BY3", historical.Total.Amount - adjusted, false, true));
        steps.Add(new WaterfallStep("Historical benchmark before adjustments", historical.Total.Amount, true, true));
        if (outcome.Adjusted is not { } benchmark)
            return steps;
        var label = benchmark.Applied switch
        {
            AppliedAdjustment.Regional => "Regional adjustment",
            AppliedAdjustment.PriorSavings => "Prior savings adjustment",
            AppliedAdjustment.Population => "Population adjustment",
            _ => "No adjustment",
        };
        steps.Add(new WaterfallStep(label, benchmark.Total.Amount - historical.Total.Amount, false, true));
        steps.Add(new WaterfallStep("Historical benchmark", benchmark.Total.Amount, true, true));
        if (outcome.Updated is { } updated)
            AddUpdate(steps, outcome, benchmark, updated);
        return steps;
    }

    /// <summary>The drawing. Bars of levels are cut at the left so that the moves can be seen.</summary>
    public static string Svg(IReadOnlyList<WaterfallStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        const int rowHeight = 34, labelWidth = 330, barWidth = 520, width = 1000;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {(steps.Count * rowHeight) + 10}\" role=\"img\" ");
        svg.Append("aria-label=\"Waterfall of the benchmark; the table below holds its figures\">\n");
        var spans = Spans(steps);
        var low = spans.Min(span => Math.Min(span.From ?? span.To, span.To));
        var high = spans.Max(span => Math.Max(span.From ?? span.To, span.To));
        var range = high - low == 0 ? 1 : high - low;
        low -= range / 4;
        decimal X(decimal amount) => labelWidth + ((amount - low) / (high - low) * barWidth);
        for (var i = 0; i < steps.Count; i++)
        {
            var from = spans[i].From ?? low;
            var (left, right) = (X(Math.Min(from, spans[i].To)), X(Math.Max(from, spans[i].To)));
            var kind = steps[i].IsTotal ? "total" : steps[i].Amount < 0 ? "less" : "more";
            var y = i * rowHeight;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{labelWidth - 12}\" y=\"{y + 21}\" text-anchor=\"end\">");
            svg.Append(WebUtility.HtmlEncode(steps[i].Label)).Append("</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{left:0.##}\" y=\"{y + 6}\" ");
            svg.Append(CultureInfo.InvariantCulture, $"width=\"{Math.Max(1, right - left):0.##}\" height=\"{rowHeight - 12}\"/>");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{width - 4}\" y=\"{y + 21}\" text-anchor=\"end\">{Display.Of(Unit.Dollars, steps[i].Amount)}</text>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void AddUpdate(
        List<WaterfallStep> steps, BenchmarkOutcome outcome, AdjustedBenchmark benchmark, UpdatedBenchmark updated)
    {
        var year = outcome.Facts.Performance!;
        var all = updated.PersonYears.Amount;
        decimal Together(Func<EnrollmentType, decimal> value) =>
            EnrollmentTypes.All.Sum(type => value(type) * year.Assigned[type].PersonYears.Amount / all);
        var mix = Together(type => benchmark.PerCapita[type].Amount);
        var risk = Together(type => benchmark.PerCapita[type].Amount * updated.Risk.Ratios[type].Amount);
        steps.Add(new WaterfallStep("Enrollment mix of the performance year", mix - benchmark.Total.Amount, false, true));
        steps.Add(new WaterfallStep("Risk growth as capped", risk - mix, false, true));
        steps.Add(new WaterfallStep("Update", updated.PerCapita.Amount - risk, false, true));
        steps.Add(new WaterfallStep("Updated benchmark", updated.PerCapita.Amount, true, true));
        if (outcome.Guardrail is { } guardrail && guardrail.PerCapita != updated.PerCapita)
        {
            steps.Add(new WaterfallStep("Guardrail", guardrail.PerCapita.Amount - updated.PerCapita.Amount, false, true));
            steps.Add(new WaterfallStep("Benchmark that stands", guardrail.PerCapita.Amount, true, true));
        }
        steps.Add(new WaterfallStep("Expenditures of the performance year", updated.Expenditures.Amount, true, true));
    }

    private static (decimal By1, decimal By2, decimal By3) Weights(BenchmarkOutcome outcome, RuleBook book)
    {
        var law = book.For(outcome.Request.Year).ForAgreementStarting(outcome.Request.AgreementStart);
        if (outcome.Request.AgreementPeriod > 1)
        {
            var each = 1 / law[Keys.SharedSavings.Benchmark.YearsWeightedEqually].Amount;
            return (each, each, each);
        }
        return (
            law[Keys.SharedSavings.Benchmark.YearWeight, "by1"].Amount,
            law[Keys.SharedSavings.Benchmark.YearWeight, "by2"].Amount,
            law[Keys.SharedSavings.Benchmark.YearWeight, "by3"].Amount);
    }

    /// <summary>From where to where each bar reaches; a level comes from the left edge.</summary>
    private static List<(decimal? From, decimal To)> Spans(IReadOnlyList<WaterfallStep> steps)
    {
        var level = 0m;
        var spans = new List<(decimal?, decimal)>();
        foreach (var step in steps)
        {
            spans.Add(step.IsTotal ? (null, step.Amount) : (level, level + step.Amount));
            level = step.IsTotal ? step.Amount : level + step.Amount;
        }
        return spans;
    }
}
