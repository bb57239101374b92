using System.Data.Common;
using System.Globalization;
using Accountable.Data.Engines;
using Accountable.Data.Factors;

namespace Accountable.Data.Reports;

/// <summary>What an ACO agreed to for one performance year, and how that year was reconciled.</summary>
/// <param name="Where">The list in which it stands.</param>
/// <param name="Line">The line there.</param>
/// <param name="Aco">The ACO.</param>
/// <param name="Year">The performance year.</param>
public sealed record AgreementYear(string Where, long Line, string Aco, int Year)
{
    /// <summary>The first day of the agreement period; null when it is not said.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>Which agreement period of the ACO it is; null when it is not said.</summary>
    public int? Period { get; init; }

    /// <summary>How often the benchmark is regionally adjusted, this period included; null when it is not said.</summary>
    public int? TimesAdjusted { get; init; }

    /// <summary>The track or level, such as <c>basic-e</c>; null when it is not said.</summary>
    public string? Track { get; init; }

    /// <summary>The fixed minimum rate that a two-sided ACO chose, as a fraction; null for the rate of its size.</summary>
    public decimal? MinimumRate { get; init; }

    /// <summary>Parts A and B revenue of the participants, dollars; null when unknown.</summary>
    public decimal? ParticipantRevenue { get; init; }

    /// <summary>Whether the ACO is of low revenue.</summary>
    public bool? LowRevenue { get; init; }

    /// <summary>1 or 2 in the first two years of Track 2.</summary>
    public int? TwoSidedYear { get; init; }

    /// <summary>Months of participation where the agreement ended during the year.</summary>
    public int? MonthsOfParticipation { get; init; }

    /// <summary>Whether CMS ended it.</summary>
    public bool? EndedByCms { get; init; }

    /// <summary>Share of the months affected by extreme and uncontrollable circumstances.</summary>
    public decimal? AffectedMonths { get; init; }

    /// <summary>Share of the beneficiaries who lived in affected areas.</summary>
    public decimal? AffectedBeneficiaries { get; init; }

    /// <summary>Advance payments not yet recouped, dollars.</summary>
    public decimal? AdvancePayments { get; init; }

    /// <summary>Dollars a person-year under the benchmark when the year was reconciled, negative for losses; null when it was
    /// not.</summary>
    public decimal? PerCapitaSavings { get; init; }

    /// <summary>Person-years when it was reconciled.</summary>
    public decimal? PersonYears { get; init; }

    /// <summary>Whether savings were not paid because of noncompliance.</summary>
    public bool? Forfeited { get; init; }
}

/// <summary>Agreements of ACOs by performance year, in our own columns: <c>agreements.csv</c> (docs/guide/run.md).</summary>
/// <param name="Years">One row an ACO and performance year.</param>
/// <param name="Findings">What was refused or doubtful.</param>
public sealed record Agreements(IReadOnlyList<AgreementYear> Years, IReadOnlyList<Finding> Findings)
{
    private const int GreatestPeriod = 99;
    private const int MonthsOfYear = 12;
    private static readonly string[] Required = ["aco_id", "performance_year"];

    /// <summary>The row of an ACO and performance year; null when there is none.</summary>
    public AgreementYear? Of(string aco, int year) => Years.LastOrDefault(row => row.Aco == aco && row.Year == year);

    /// <summary>Agreements in a store; of an ACO and year the newest row.</summary>
    /// <param name="engine">An engine with the schema <c>input</c>.</param>
    public static Agreements OfStore(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var columns = ReportLayout.Agreements.Columns.Select(column => column.Column).ToList();
        var years = new List<AgreementYear>();
        using var reader = engine.Query($"select line, {string.Join(", ", columns)} from input.agreements order by file_id, line");
        while (reader.Read())
            years.Add(Row(reader, columns));
        return new Agreements(years, []);
    }

    /// <summary>Agreements in a file.</summary>
    /// <exception cref="FileRefusedException">It is no readable CSV, or a column is missing.</exception>
    public static Agreements Read(string path)
    {
        var names = ReportLayout.Agreements.Columns.Select(column => column.Header).ToList();
        var rows = FactorRows.Open(path, Required, [.. names.Except(Required)]);
        var read = rows.Once(rows.Read(Row), row => $"{row.Aco} {row.Year}", row => row.Line);
        return new Agreements([.. read.Select(row => row with { Where = Path.GetFileName(path) })], rows.Findings);
    }

    private static AgreementYear Row(DbDataReader reader, List<string> columns)
    {
        int At(string column) => columns.IndexOf(column) + 1;
        string? Text(string column) => reader.IsDBNull(At(column)) ? null : reader.GetString(At(column)).Trim();
        int? Whole(string column) => reader.IsDBNull(At(column)) ? null : reader.GetInt32(At(column));
        decimal? Number(string column) => reader.IsDBNull(At(column)) ? null : reader.GetDecimal(At(column));
        bool? Flag(string column) => reader.IsDBNull(At(column)) ? null : reader.GetBoolean(At(column));
        return new AgreementYear("agreements.csv", reader.GetInt64(0), Text("aco_id")!, Whole("performance_year")!.Value)
        {
            Start = reader.IsDBNull(At("agreement_start")) ? null
                : reader.GetValue(At("agreement_start")) is DateTime day ? DateOnly.FromDateTime(day)
                : (DateOnly)reader.GetValue(At("agreement_start")),
            Period = Whole("agreement_period"), TimesAdjusted = Whole("times_adjusted"), Track = Text("track"),
            MinimumRate = Number("minimum_rate"), ParticipantRevenue = Number("participant_revenue"), LowRevenue = Flag("low_revenue"),
            TwoSidedYear = Whole("two_sided_year"), MonthsOfParticipation = Whole("months_of_participation"),
            EndedByCms = Flag("ended_by_cms"), AffectedMonths = Number("affected_months_share"),
            AffectedBeneficiaries = Number("affected_beneficiaries_share"), AdvancePayments = Number("advance_payment_balance"),
            PerCapitaSavings = Number("per_capita_savings"), PersonYears = Number("person_years"), Forfeited = Flag("forfeited"),
        };
    }

    private static AgreementYear Row(FactorCells cells)
    {
        decimal? Dollars(string column) => cells.NumberOrNull(column, -GreatestDollars, GreatestDollars);
        decimal? Share(string column) => cells.NumberOrNull(column, 0, 1);
        int? Whole(string column, int greatest) => (int?)cells.NumberOrNull(column, 1, greatest);
        bool? Flag(string column) => cells.Text(column).Length == 0 ? null : cells.Flag(column);
        if (cells.Text("aco_id").Length == 0)
            cells.Refuse("aco_id", "The ACO is missing", "Write one such as A1234");
        return new AgreementYear("", cells.Line, cells.Text("aco_id"), cells.Year("performance_year"))
        {
            Start = Day(cells, "agreement_start"), Period = Whole("agreement_period", GreatestPeriod),
            TimesAdjusted = Whole("times_adjusted", GreatestPeriod), Track = cells.Text("track") is { Length: > 0 } track ? track : null,
            MinimumRate = Share("minimum_rate"), ParticipantRevenue = Dollars("participant_revenue"), LowRevenue = Flag("low_revenue"),
            TwoSidedYear = Whole("two_sided_year", GreatestPeriod),
            MonthsOfParticipation = Whole("months_of_participation", MonthsOfYear), EndedByCms = Flag("ended_by_cms"),
            AffectedMonths = Share("affected_months_share"), AffectedBeneficiaries = Share("affected_beneficiaries_share"),
            AdvancePayments = Dollars("advance_payment_balance"), PerCapitaSavings = Dollars("per_capita_savings"),
            PersonYears = cells.NumberOrNull("person_years", 0, FactorLimits.GreatestPersonYears), Forfeited = Flag("forfeited"),
        };
    }

    private static DateOnly? Day(FactorCells cells, string column)
    {
        var text = cells.Text(column);
        if (text.Length == 0)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        cells.Refuse(column, "This is no day", "Write one such as 2024-01-01");
        return null;
    }

    private const decimal GreatestDollars = 100_000_000_000m;
}
