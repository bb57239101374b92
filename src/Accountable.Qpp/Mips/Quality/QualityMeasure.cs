using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>A quality measure as the year's inventory lists it. 42 CFR 414.1330(a).</summary>
public sealed record QualityMeasure
{
    /// <summary>The measure's identifier.</summary>
    public required string Id { get; init; }

    /// <summary>Its short title.</summary>
    public required string Title { get; init; }

    /// <summary>Its type, such as process, outcome or patientReportedOutcome.</summary>
    public required string Type { get; init; }

    /// <summary>A lower rate is better.</summary>
    public required bool Inverse { get; init; }

    /// <summary>A high priority measure: 42 CFR 414.1305.</summary>
    public required bool HighPriority { get; init; }

    /// <summary>How it may be collected.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The programmes and MVPs that it is part of; empty in years whose inventory names none.</summary>
    public required IReadOnlyList<string> Programs { get; init; }

    /// <summary>The first performance year, for measures that came from 2022; otherwise null.</summary>
    public required int? FirstYear { get; init; }

    /// <summary>An outcome measure, which meets the outcome requirement. 42 CFR 414.1335(a)(1)(i).</summary>
    public bool IsOutcome => Type is "outcome" or "intermediateOutcome" or "patientReportedOutcome" or "intermediateOutcomeAndProcess";

    /// <summary>An outcome or patient experience measure, which has the higher bonus. 42 CFR 414.1380(b)(1)(v)(A).</summary>
    public bool HasHigherBonus => IsOutcome || Type == "patientEngagementExperience";

    /// <summary>The measure in the inventory of a year; null where it has none of that name.</summary>
    /// <exception cref="LawGapException">The year has no inventory.</exception>
    public static QualityMeasure? Find(string id, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var table = law[Keys.Mips.Measures].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "measure") == id && table.Text(row, "category") == "quality")
                return Read(table, row, law);
        }
        return null;
    }

    /// <summary>Every quality measure of a programme, such as app1, appPlus or an MVP.</summary>
    public static IEnumerable<QualityMeasure> OfProgram(string program, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var table = law[Keys.Mips.Measures].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "category") == "quality" && table.Text(row, "programs").Split(' ').Contains(program))
                yield return Read(table, row, law);
        }
    }

    private static QualityMeasure Read(RuleTable table, int row, RuleYear law) => new()
    {
        Id = table.Text(row, "measure"),
        Title = table.Text(row, "title"),
        Type = table.Text(row, "type"),
        Inverse = table.Number(row, "inverse") > 0,
        HighPriority = table.Number(row, "high_priority") > 0,
        Methods = Words(table.Text(row, "methods")),
        Programs = Words(table.Text(row, "programs")),
        FirstYear = FirstYearOf(table.Text(row, "measure"), law),
    };

    private static string[] Words(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int? FirstYearOf(string id, RuleYear law)
    {
        if (!law.Has(Keys.Mips.Quality.NewMeasures))
            return null;
        var table = law[Keys.Mips.Quality.NewMeasures].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "measure") == id)
                return (int?)table.Number(row, "first_year");
        }
        return null;
    }
}
