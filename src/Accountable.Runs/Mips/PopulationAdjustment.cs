using Accountable.Qpp.Mips;
using Accountable.Rules;

namespace Accountable.Runs.Mips;

/// <summary>A row with the score that counts for its clinician and the adjustment that it brings.</summary>
/// <param name="Scored">The row with its own score.</param>
/// <param name="Score">The final score that counts for the TIN and NPI.</param>
/// <param name="Adjustment">The payment adjustment as a fraction.</param>
public sealed record AdjustedRow(ScoredClinician Scored, Points Score, Ratio Adjustment);

/// <summary>What one year's population decided.</summary>
/// <param name="Year">The performance year.</param>
/// <param name="Clinicians">How many clinicians; several scores of one TIN and NPI are one.</param>
/// <param name="Result">The factors and the sums behind them.</param>
public sealed record PopulationYear(int Year, int Clinicians, NeutralityResult Result);

/// <summary>A population with its factors and adjustments.</summary>
/// <param name="Rows">Every scored row, in file order.</param>
/// <param name="Years">The factors of each performance year.</param>
public sealed record AdjustedPopulation(IReadOnlyList<AdjustedRow> Rows, IReadOnlyList<PopulationYear> Years);

/// <summary>Finds the factors of a population, year by year, and the adjustment of each of its clinicians.</summary>
public static class PopulationAdjustment
{
    /// <summary>Adjusts a scored population. Rows with the same TIN, NPI and year are scores of one clinician, whose charges
    /// count once.</summary>
    public static AdjustedPopulation Adjust(ScoredFile file, ClinicianScoring run)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(run);
        var rows = new AdjustedRow[file.Rows.Count];
        var years = new List<PopulationYear>();
        foreach (var year in file.Rows.Select((row, place) => (row, place)).GroupBy(pair => pair.row.Row.Year).OrderBy(group => group.Key))
        {
            var law = run.Law(year.Key);
            var clinicians = Clinicians([.. year], law);
            var result = BudgetNeutrality.Determine(
                [.. clinicians.Select(one => new AdjustedClinician(one.Chosen.Result.Score, new Money(one.Allowed)))], law);
            years.Add(new PopulationYear(year.Key, clinicians.Count, result));
            foreach (var (chosen, _, places) in clinicians)
            {
                var adjustment = PaymentAdjustment.Determine(chosen.Result.Score, result.Factors, law);
                foreach (var place in places)
                    rows[place] = new AdjustedRow(file.Rows[place], chosen.Result.Score, adjustment);
            }
        }
        return new AdjustedPopulation(rows, years);
    }

    private static List<(ScoredClinician Chosen, decimal Allowed, int[] Places)> Clinicians(
        List<(ScoredClinician Row, int Place)> rows, RuleYear law)
    {
        var clinicians = new List<(ScoredClinician, decimal, int[])>(rows.Count);
        var known = rows.ToLookup(pair => pair.Row.Row is { Tin.Length: > 0, Npi.Length: > 0 });
        clinicians.AddRange(known[false].Select(pair => (pair.Row, pair.Row.Row.PartBAllowed ?? 0, new[] { pair.Place })));
        foreach (var same in known[true].GroupBy(pair => (pair.Row.Row.Tin, pair.Row.Row.Npi)))
        {
            var scores = same.ToList();
            var candidates = scores.Select(pair =>
                new CandidateScore(ClinicianScoring.EntityOf(pair.Row.Row.EntityType), pair.Row.Result.Score));
            var chosen = scores.Count == 1 ? 0 : ScoreChoice.Choose([.. candidates], law.Year);
            clinicians.Add((scores[chosen].Row, scores.Max(pair => pair.Row.Row.PartBAllowed ?? 0),
                [.. scores.Select(pair => pair.Place)]));
        }
        return clinicians;
    }
}
