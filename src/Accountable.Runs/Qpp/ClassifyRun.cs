using Accountable.Qpp.AdvancedApms;
using Accountable.Rules;

namespace Accountable.Runs.Qpp;

/// <summary>An arrangement tested against every definition of one year.</summary>
/// <param name="Arrangement">The arrangement.</param>
/// <param name="Law">The law of the year.</param>
/// <param name="Classifications">APM, MIPS APM, Advanced APM, Medical Home Model and Other Payer Advanced APM.</param>
public sealed record ClassifyRun(Arrangement Arrangement, RuleYear Law, IReadOnlyList<Classification> Classifications)
{
    /// <summary>Tests an arrangement.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static ClassifyRun Of(Arrangement arrangement, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return new ClassifyRun(arrangement, law,
        [
            AdvancedApm.Apm(arrangement), AdvancedApm.MipsApm(arrangement, law), AdvancedApm.Determine(arrangement, law),
            MedicalHomeModel.Determine(arrangement, law), OtherPayerAdvancedApm.Determine(arrangement, law),
        ]);
    }

    /// <summary>One row a criterion, and a last row a definition with the outcome.</summary>
    public Table Table()
    {
        var table = new Table("determination", "criterion", "met", "figure", "threshold", "paragraph", "smallest_change", "verified");
        foreach (var classification in Classifications)
        {
            foreach (var criterion in classification.Criteria)
            {
                table.Add(classification.What, criterion.Name, criterion.Met.ToString(), criterion.Figure, criterion.Threshold,
                    criterion.Paragraph, criterion.Change,
                    criterion.Verified.ToString().ToLowerInvariant());
            }
            table.Add(classification.What, "QUALIFIES", classification.Criteria.Count == 0 ? "not tested" : classification.Qualifies
                ? "yes" : "no", classification.Note, "", "", string.Join("; ", classification.Changes), "");
        }
        return table;
    }

    /// <summary>Numbers and texts of law on which the outcome rests and which nobody has verified.</summary>
    public IReadOnlyList<string> Unverified =>
    [
        .. Law.Unverified.Concat(Classifications.SelectMany(classification => classification.Criteria)
            .Where(criterion => criterion.Verified == Verified.No).Select(criterion =>
                $"text of {criterion.Paragraph} ({criterion.Name})")).Distinct().Order(StringComparer.Ordinal),
    ];
}
