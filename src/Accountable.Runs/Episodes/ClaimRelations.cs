using Accountable.Data.Episodes;
using Accountable.Rules;
using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;

namespace Accountable.Runs.Episodes;

/// <summary>Turns what a document says of episodes into relations beside the claims.</summary>
public static class ClaimRelations
{
    private static readonly DateOnly Early = new(1900, 1, 1);
    private static readonly DateOnly Late = new(2999, 12, 31);

    /// <summary>The settings in which a service lasts from its first to its last day.</summary>
    private static readonly string[] Stays =
        ["acute", "critical_access", "long_term", "rehabilitation", "psychiatric", "other_inpatient", "snf", "home_health", "hospice"];

    /// <summary>The relations of a document for a period.</summary>
    /// <param name="model">The document; it has episodes.</param>
    /// <param name="place">The place of the period.</param>
    /// <param name="from">The first day on which an episode ends.</param>
    /// <param name="to">The last day on which one ends.</param>
    /// <param name="meanStays">Geometric mean stays by MS-DRG; empty when none are known.</param>
    /// <param name="unverified">Figures and code lists that nobody has verified; filled.</param>
    /// <exception cref="LawGapException">A figure has no value in the period.</exception>
    public static EpisodeRelations Of(EpisodeModel model, int place, DateOnly from, DateOnly to,
        IReadOnlyDictionary<string, decimal> meanStays, ISet<string> unverified)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(unverified);
        var defined = model.Definition ?? throw new LawGapException($"{model.Id}: episodes", model.Terms.Periods[place].Id);
        var context = new StepContext(model.Terms, place, traced: false);
        int Days(string? figure) => figure is null ? 0 : (int)context[figure].Amount;
        int Window(string category)
        {
            var inner = context.Inner();
            if (model.Terms.Dimension("category") is not null)
                inner.Set("category", category);
            return (int)inner[defined.Days].Amount;
        }
        (string At, string Else) Asked(params EligibilityRule[] rules)
        {
            // Managed care shows in claims only as a month without enrolment: the wider of the two questions is asked.
            var asked = defined.Eligibility.Where(rule => rules.Contains(rule.Rule)).OrderByDescending(rule => rule.At).FirstOrDefault();
            return asked is null ? ("no", "cancel") : (Word(asked.At), Word(asked.Else));
        }
        foreach (var trigger in defined.Triggers.Where(trigger => trigger.Verified == Verified.No))
            unverified.Add($"{model.Id}: codes of {trigger.Id}");
        foreach (var exclusion in defined.Exclusions.Where(exclusion => exclusion.Verified == Verified.No))
            unverified.Add($"{model.Id}: codes of {exclusion.Id}");
        var law = RuleBook.Embedded.For(new PerformanceYear(from.Year));
        var relations = new EpisodeRelations
        {
            PeriodStart = from, PeriodEnd = to,
            PullBackDays = defined.PullBack is null ? -1 : Days(defined.PullBack), LeadDays = Days(defined.Lead),
            AfterDays = Days(defined.After), FirstDayWeight = defined.FirstDayWeight is null ? 1 : Days(defined.FirstDayWeight),
            FromDischarge = defined.CountedFrom == WindowStart.Discharge, Overlap = Word(defined.Overlap),
            WithinCategory = defined.OverlapWithinCategory, OneAnchor = defined.TransfersAreOneAnchor,
            Enrolled = Asked(EligibilityRule.PartAAndB, EligibilityRule.NoManagedCare), Alive = Asked(EligibilityRule.Alive),
            EsrdAt = Asked(EligibilityRule.NotEsrd).At, PrimaryAt = Asked(EligibilityRule.MedicarePrimary).At,
            Triggers =
            [
                .. from trigger in defined.Triggers
                   from setting in trigger.Settings
                   from code in trigger.Codes
                   select new EpisodeCode(trigger.Id, Word(trigger.CodeType), code.Code, setting, Day(trigger.From), Day(trigger.To),
                       trigger.Category, code.Stratum, Window(trigger.Category)),
            ],
            Exclusions =
            [
                .. from exclusion in defined.Exclusions
                   from setting in exclusion.Settings.Count == 0 ? [null] : exclusion.Settings.Cast<string?>()
                   from code in exclusion.Codes
                   select new EpisodeCode(exclusion.Id, Word(exclusion.CodeType), code, setting, Day(exclusion.From), Day(exclusion.To)),
            ],
            Settings = [.. CareSettings.All.Select(setting => Setting(defined, setting))],
            ProviderSettings = Providers(law[Keys.Episodes.ProviderSettings].Rows),
            EsrdStatuses = Column(law[Keys.Episodes.EsrdStatuses].Rows, "status"), MeanStays = meanStays,
        };
        unverified.UnionWith(context.Unverified);
        unverified.UnionWith(law.Unverified);
        return relations;
    }

    private static EpisodeSetting Setting(EpisodeDefinition defined, string setting) => new(
        setting, Stays.Contains(setting), defined.Settings.Contains(setting),
        defined.Proration.FirstOrDefault(rule => rule.Settings.Contains(setting)) is { } rule ? Word(rule.Method) : "none",
        defined.LeadSettings.Contains(setting));

    private static List<ProviderSetting> Providers(RuleTable table) =>
        [.. Enumerable.Range(0, table.RowCount).Select(row => new ProviderSetting(
            table.Text(row, "claim_type"), table.Text(row, "kind"), Blank(table.Text(row, "low")) ?? Blank(table.Text(row, "letter")),
            Blank(table.Text(row, "high")), table.Text(row, "setting")))];

    private static List<string> Column(RuleTable table, string column) =>
        [.. Enumerable.Range(0, table.RowCount).Select(row => table.Text(row, column))];

    private static string? Blank(string cell) => cell.Length == 0 ? null : cell;

    private static DateOnly Day(DateOnly day) => day < Early ? Early : day > Late ? Late : day;

    private static string Word<T>(T value)
        where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
