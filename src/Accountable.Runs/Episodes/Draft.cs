using System.Globalization;
using System.Text;
using Accountable.Data;
using Accountable.Episodes.Arrangements;
using Accountable.Episodes.Spending;
using Accountable.Qpp.AdvancedApms;
using Accountable.Rules.Episodes;
using Accountable.Runs.Qpp;

namespace Accountable.Runs.Episodes;

/// <summary>What claims say of a bundle before it is written: volume, spending, spread, post-acute care and how much is luck.</summary>
public static class Draft
{
    private static readonly int[] Volumes = [25, 50, 100, 200, 400];
    private static readonly decimal[] Percentiles = [0.10m, 0.25m, 0.50m, 0.75m, 0.90m, 0.99m];
    private const string Own = "citation: this document, verified: primary";
    private const int Samples = 2000;
    private const int Seed = 1;
    private const decimal Beyond = 0.03m;

    /// <summary>A document from triggers as a person types them: <c>drg:469,470</c>, <c>diagnosis:I63@rehabilitation</c>.</summary>
    /// <param name="triggers">The triggers.</param>
    /// <param name="window">The days of an episode.</param>
    /// <param name="from">The first day on which an episode ends.</param>
    /// <param name="to">The last day.</param>
    /// <exception cref="FileRefusedException">A trigger is none.</exception>
    public static string Document(IReadOnlyList<string> triggers, int window, DateOnly from, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(triggers);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            model: draft
            name: A draft
            version: "0"
            citation: this document
            unit: episode
            payment: retrospective_budget
            periods: [ { id: all, from: {{from:yyyy-MM-dd}}, to: {{to:yyyy-MM-dd}}, {{Own}} } ]
            figures:
              days: { label: days of an episode, unit: count, values: [ { for: all, value: {{window}}, {{Own}} } ] }
              share: { label: share of savings and losses, unit: ratio, values: [ { for: all, value: 0.5, {{Own}} } ] }
            inputs:
              - { name: target, label: target price, unit: dollars, at: episode }
              - { name: spending, label: episode spending, unit: dollars, at: episode }
            episode:
              - { step: subtract, as: episode_difference, label: target less spending, from: target, amount: spending,
                  {{Own}} }
            settlement:
              - { step: total, as: difference, label: targets less spending, of: episode_difference, {{Own}} }
              - { step: share, as: result, label: payment or repayment, of: difference, gain_rate: share, loss_rate: share,
                  {{Own}} }
            result: result
            episodes:
              days: days
              counted_from: discharge
              window_citation: this document
              overlap: keep_first
              transfers: one_anchor
              attribution: [facility, anchor_group]
              eligibility:
                - { rule: part_a_and_b, at: throughout, else: cancel, {{Own}} }
                - { rule: alive, at: anchor, else: cancel, {{Own}} }
              settings: [{{string.Join(", ", CareSettings.All)}}]
              proration:
                - { settings: [acute, critical_access, long_term, rehabilitation, psychiatric, other_inpatient, snf, home_health,
                    hospice], method: days, {{Own}} }
              triggers:

            """);
        foreach (var (trigger, number) in triggers.Select((trigger, index) => (trigger, index + 1)))
        {
            var (type, codes, setting) = Parse(trigger);
            var stratum = type == "drg" ? "" : $", stratum: trigger-{number}";
            text.Append(CultureInfo.InvariantCulture,
                $"    - {{ id: trigger-{number}, category: draft, settings: [{setting}], code_type: {type}, ");
            text.Append(CultureInfo.InvariantCulture, $"codes: [{string.Join(", ", codes.Select(code => $"\"{code}\""))}]{stratum}, ");
            text.Append(Own).Append(" }\n");
        }
        return text.ToString();
    }

    /// <summary>The figures of a draft, one row each.</summary>
    public static Table Figures(BuildRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new Table("figure", "value", "note");
        var good = run.Episodes.Where(episode => episode.CancelledFor is null).ToList();
        table.Add("episodes", good.Count, $"{run.Label}");
        foreach (var reason in run.Episodes.Where(episode => episode.CancelledFor is not null)
            .GroupBy(episode => episode.CancelledFor!).OrderBy(group => group.Key, StringComparer.Ordinal))
            table.Add($"cancelled, {reason.Key}", reason.Count(), "");
        if (good.Count == 0)
            return table;
        var amounts = good.Select(episode => episode.Spending).ToList();
        var (total, (mean, deviation)) = (amounts.Sum(), SpendingCap.Spread(amounts));
        table.Add("spending", new Dollars(total), "");
        table.Add("mean", new Dollars(mean), "");
        table.Add("standard deviation", new Dollars(deviation), "");
        table.Add("coefficient of variation", mean == 0 ? null : Math.Round(deviation / mean, 4), "standard deviation over mean");
        foreach (var percentile in Percentiles)
            table.Add($"percentile {percentile * 100:0}", new Dollars(SpendingCap.Percentile(amounts, percentile)), "");
        foreach (var setting in CareSettings.All)
        {
            var spent = good.Sum(episode => episode.BySetting.GetValueOrDefault(setting));
            if (spent != 0)
                table.Add($"share, {setting}", Math.Round(spent / total, 4), "");
        }
        table.Add("share, post-acute", total == 0 ? null : Math.Round(good.Sum(episode => episode.PostAcute) / total, 4), "");
        table.Add("readmissions an episode", Math.Round((decimal)good.Sum(episode => episode.Readmissions) / good.Count, 4), "");
        Stability(table, amounts, mean);
        return table;
    }

    /// <summary>What an arrangement with this document would be: its HCP-LAN category, the Quality Payment Program's tests.</summary>
    /// <param name="model">The document.</param>
    /// <param name="place">The place of the period.</param>
    /// <param name="classified">The arrangement, classified; null when none was given.</param>
    public static Table Status(EpisodeModel model, int place, ClassifyRun? classified)
    {
        var table = new Table("question", "answer", "why");
        var category = classified is null
            ? PaymentCategory.Of(model, place, new Dictionary<string, string>())
            : PaymentCategory.OfBudget(classified.Arrangement.QualityMovesPayment,
                classified.Arrangement.Risk.Forms.Contains(RiskForm.OwesPayer));
        table.Add("HCP-LAN category", category.Category, category.Why);
        foreach (var definition in classified?.Classifications ?? [])
        {
            table.Add(definition.What, definition.Criteria.Count == 0 ? "not tested" : definition.Qualifies ? "yes" : "no",
                definition.Changes.Any() ? string.Join("; ", definition.Changes) : definition.Note);
        }
        return table;
    }

    /// <summary>How far the mean of a year's episodes moves by chance alone, when patients are drawn from those that were found.</summary>
    private static void Stability(Table table, List<decimal> amounts, decimal mean)
    {
        if (mean == 0)
            return;
        // A fixed seed: the same claims give the same bytes.
        var random = new Random(Seed);
        foreach (var volume in Volumes)
        {
            var means = new List<decimal>(Samples);
            for (var sample = 0; sample < Samples; sample++)
            {
                var sum = 0m;
                for (var i = 0; i < volume; i++)
                    sum += amounts[random.Next(amounts.Count)];
                means.Add(sum / volume / mean);
            }
            var (low, high) = (SpendingCap.Percentile(means, 0.025m), SpendingCap.Percentile(means, 0.975m));
            table.Add($"mean of {volume} episodes, lowest of 95 percent", Math.Round(low, 4), "as a share of the mean");
            table.Add($"mean of {volume} episodes, highest of 95 percent", Math.Round(high, 4), "as a share of the mean");
            table.Add($"chance that {volume} episodes miss their own mean by 3 percent", Math.Round(
                (decimal)means.Count(each => Math.Abs(each - 1) > Beyond) / Samples, 4), "nothing but luck");
        }
    }

    private static (string Type, string[] Codes, string Setting) Parse(string trigger)
    {
        var parts = trigger.Split(':', 2);
        var rest = parts.Length == 2 ? parts[1].Split('@', 2) : [];
        var codes = rest.Length == 0 ? [] : rest[0].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? standard = parts[0] switch { "drg" => "acute", "hcpcs" => "outpatient", "diagnosis" => "professional", _ => null };
        var setting = rest.Length == 2 ? rest[1] : standard;
        return standard is not null && codes.Length > 0 && codes.All(code => code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            && CareSettings.All.Contains(setting!)
            ? (parts[0], codes, setting!)
            : throw new FileRefusedException(new Finding(Severity.FileRefused, $"--trigger {trigger}", 0, "", "This is no trigger",
                "Write drg:469,470 or hcpcs:27447@outpatient or diagnosis:I63@rehabilitation; settings are "
                + string.Join(", ", CareSettings.All)), isUsage: true);
    }
}
