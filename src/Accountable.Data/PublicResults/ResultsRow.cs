namespace Accountable.Data.PublicResults;

/// <summary>A number as printed, in the unit that the file uses inside: fractions for rates, dollars for money.</summary>
/// <param name="Value">The value.</param>
/// <param name="HalfUnit">Half of the last printed digit: the value before rounding lay within this distance.</param>
public readonly record struct Printed(decimal Value, decimal HalfUnit);

/// <summary>One ACO and year of a results file. Rates and scores are fractions; what the file leaves blank or lacks is null.</summary>
public sealed record ResultsRow
{
    /// <summary>Data row in the file, from 1.</summary>
    public required int Row { get; init; }

    /// <summary>Line in the file, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The ACO's identifier; empty when the file has none.</summary>
    public required string AcoId { get; init; }

    /// <summary>The performance year.</summary>
    public required PerformanceYear Year { get; init; }

    /// <summary>The track's name in our files; null when the file has no track.</summary>
    public required string? Track { get; init; }

    /// <summary>Assigned beneficiaries.</summary>
    public required decimal AssignedBeneficiaries { get; init; }

    /// <summary>Total benchmark, dollars of the months covered.</summary>
    public required Printed Benchmark { get; init; }

    /// <summary>Total expenditures, dollars of the months covered.</summary>
    public required Printed Expenditures { get; init; }

    /// <summary>The minimum rate as printed.</summary>
    public Printed? MinimumRate { get; init; }

    /// <summary>The quality score as printed.</summary>
    public Printed? QualityScore { get; init; }

    /// <summary>The standard was met.</summary>
    public bool? MetStandard { get; init; }

    /// <summary>The alternative standard was met.</summary>
    public bool? MetAlternative { get; init; }

    /// <summary>The score reached the percentile.</summary>
    public bool? MetPercentile { get; init; }

    /// <summary>The reporting incentive was met.</summary>
    public bool? MetIncentive { get; init; }

    /// <summary>Met as a first-year ACO.</summary>
    public bool? MetFirstYear { get; init; }

    /// <summary>Reduction of losses for a disaster, dollars of twelve months, not negative.</summary>
    public decimal? DisasterAdjustment { get; init; }

    /// <summary>Share of the year's months affected by a disaster.</summary>
    public decimal? AffectedMonths { get; init; }

    /// <summary>Share of beneficiaries affected by a disaster.</summary>
    public decimal? AffectedBeneficiaries { get; init; }

    /// <summary>CMS's flag of sharing below the minimum.</summary>
    public bool? ReducedRate { get; init; }

    /// <summary>Low revenue; false for high revenue.</summary>
    public bool? LowRevenue { get; init; }

    /// <summary>The start of the current agreement period.</summary>
    public DateOnly? AgreementStart { get; init; }

    /// <summary>The guardrail decided the benchmark.</summary>
    public bool? Guardrail { get; init; }

    /// <summary>The agreement ended during the year.</summary>
    public bool? Terminated { get; init; }

    /// <summary>Months of participation with the month of termination.</summary>
    public decimal? MonthsOfParticipation { get; init; }

    /// <summary>CMS ended the agreement.</summary>
    public bool? TerminatedByCms { get; init; }

    /// <summary>Advance payments not yet recouped.</summary>
    public decimal? AdvancePaymentBalance { get; init; }

    /// <summary>The revenue-based loss limit applies.</summary>
    public bool? RevenueBasedLimit { get; init; }

    /// <summary>Participants' Parts A and B revenue, dollars of the months covered.</summary>
    public decimal? ParticipantRevenue { get; init; }

    /// <summary>Year of Track 2 participation.</summary>
    public decimal? TwoSidedYear { get; init; }

    /// <summary>12, or 6 for a half of the split year 2019.</summary>
    public required decimal MonthsCovered { get; init; }

    /// <summary>What CMS published as earned or owed; read only to compare.</summary>
    public decimal? PublishedEarned { get; init; }
}

/// <summary>A results file as read: rows, findings, and what was decided for the whole file.</summary>
public sealed class ResultsFile
{
    /// <summary>The path as given.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of its bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Data rows in the file; equals rows read plus rows refused.</summary>
    public required int RowCount { get; init; }

    /// <summary>The rows that could be read.</summary>
    public required IReadOnlyList<ResultsRow> Rows { get; init; }

    /// <summary>Refused rows and doubts.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Decisions for the whole file, such as the unit of each rate and where the year came from.</summary>
    public required IReadOnlyDictionary<string, string> Decisions { get; init; }

    /// <summary>The file's own header for each field that it has, for sources and messages.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>Whether the file has a field, by its name in the compact layout.</summary>
    public bool Has(string field) => Columns.ContainsKey(field);
}
