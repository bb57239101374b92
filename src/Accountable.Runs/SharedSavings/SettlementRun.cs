using Accountable.Data;
using Accountable.Data.Mips;
using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.SharedSavings;

/// <summary>A row of results with its settlement.</summary>
/// <param name="Row">The facts as read.</param>
/// <param name="Facts">The facts as settled.</param>
/// <param name="Result">The settlement.</param>
/// <param name="Notes">What was taken for granted, for a person to read.</param>
public sealed record SettledRow(ResultsRow Row, SettlementFacts Facts, SettlementResult Result, IReadOnlyList<string> Notes);

/// <summary>A file of results with every settlement.</summary>
/// <param name="File">The file as read.</param>
/// <param name="Rows">The rows that could be settled, in file order.</param>
/// <param name="Findings">What was refused or doubtful, by line.</param>
public sealed record SettledFile(ResultsFile File, IReadOnlyList<SettledRow> Rows, IReadOnlyList<Finding> Findings)
{
    /// <summary>Rows in the file that have no settlement.</summary>
    public int Refused => File.RowCount - Rows.Count;
}

/// <summary>Settles files of Shared Savings Program results under one rule book.</summary>
public sealed class SettlementRun
{
    private readonly LawByYear _laws;

    /// <summary>A run under a rule book, as known on a day.</summary>
    public SettlementRun(RuleBook book, DateOnly? asOf = null, bool traced = false)
    {
        _laws = new LawByYear(book, asOf, traced);
    }

    /// <summary>Quality that was computed from submissions, which stands in place of that of the results; null for none.</summary>
    public AcoQualityScores? Quality { get; init; }

    /// <summary>The rule book.</summary>
    public RuleBook Book => _laws.Book;

    /// <summary>The day of knowledge.</summary>
    public DateOnly AsOf => _laws.AsOf;

    /// <summary>Whether results carry derivations.</summary>
    public bool Traced => _laws.Traced;

    /// <summary>The law of a year.</summary>
    /// <exception cref="LawGapException">The rule book has no settlement law for the year.</exception>
    public RuleYear Law(PerformanceYear year)
    {
        var law = _laws.Of(year);
        _ = law[Keys.SharedSavings.Settlement.SequestrationRate];
        return law;
    }

    /// <summary>Unverified parameters on which the results so far rest.</summary>
    public IReadOnlyList<string> Unverified => _laws.Unverified;

    /// <summary>Settles every row of a file.</summary>
    /// <exception cref="LawGapException">No row's year has law.</exception>
    public SettledFile Settle(ResultsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var settled = new List<SettledRow>(file.Rows.Count);
        var findings = new List<Finding>(file.Findings);
        LawGapException? gap = null;
        foreach (var row in file.Rows)
        {
            try
            {
                settled.Add(Settle(file, row));
            }
            catch (LawGapException e)
            {
                gap = e;
                findings.Add(Refused(file, row, "", e.Message.TrimEnd('.'), "Check the year and the track"));
            }
            catch (MissingFactException e)
            {
                var column = file.Columns.GetValueOrDefault(e.Fact, e.Fact);
                findings.Add(Refused(file, row, column, $"The rule needs {e.Fact}, which is missing", "Fill it in"));
            }
        }
        return gap is not null && settled.Count == 0 && file.Rows.Select(row => row.Year).Distinct().All(year => !HasLaw(year))
            ? throw gap
            : new SettledFile(file, settled, [.. findings.OrderBy(finding => finding.Line)]);
    }

    /// <summary>Settles one row.</summary>
    /// <exception cref="LawGapException">The year or the track has no law.</exception>
    /// <exception cref="MissingFactException">The rule needs a fact that the row lacks.</exception>
    public SettledRow Settle(ResultsFile file, ResultsRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var notes = new List<string>();
        var law = Law(row.Year);
        var facts = FactsFromResults.Of(file, row, law, notes);
        if (Quality?.Scores.GetValueOrDefault((row.AcoId, row.Year.Value)) is { } quality)
        {
            facts = facts with { Quality = Computed(quality) };
            notes.Add($"quality as computed in {Path.GetFileName(Quality.Path)}");
        }
        var result = FinancialReconciliation.Determine(facts, law);
        Notes.Add(row, facts, result, law, notes);
        return new SettledRow(row, facts, result, notes);
    }

    private QualityFacts Computed(AcoQualityScore quality)
    {
        T Fact<T>(T value, string name)
            where T : struct, IQuantity<T> =>
            Traced ? value.From(name, $"{Path.GetFileName(Quality!.Path)} line {quality.Line}") : value;
        return new QualityFacts
        {
            Score = Fact(new Ratio(quality.Score), "quality performance score"),
            MetStandard = Fact(new Test(quality.MetStandard), "standard met, as computed"),
            MetAlternative = Fact(new Test(quality.MetAlternative), "alternative standard met, as computed"),
            MetPercentile = quality.MetPercentile,
            MetIncentive = quality.MetIncentive,
            MetFirstYear = quality.MetFirstYear,
        };
    }

    private bool HasLaw(PerformanceYear year)
    {
        try
        {
            Law(year);
            return true;
        }
        catch (LawGapException)
        {
            return false;
        }
    }

    private static Finding Refused(ResultsFile file, ResultsRow row, string column, string what, string then) =>
        new(Severity.RowRefused, file.Path, row.Line, column, what, then);
}
