using Accountable.Data;
using Accountable.Data.Mips.Submissions;
using Accountable.Rules;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>Counts the improvement activities of a submission by weight.</summary>
internal sealed class ActivitiesFromSubmission(SubmittedFacts facts, RuleYear law, List<Finding> findings, List<string> notes)
{
    private const string Home = "IA_PCMH";

    /// <summary>Medium-weighted activities; every activity from 2025.</summary>
    public Count Medium { get; private set; }

    /// <summary>High-weighted activities.</summary>
    public Count High { get; private set; }

    /// <summary>The submission says that the practice is a medical home.</summary>
    public bool MedicalHome { get; private set; }

    /// <summary>The activities that count.</summary>
    public IReadOnlyList<string> Read(IEnumerable<MeasurementSet> sets, IReadOnlySet<string>? allowed)
    {
        var done = new List<string>();
        foreach (var set in sets)
        {
            // 414.1320: an activity is done for ninety days.
            var least = law[Keys.Mips.ImprovementActivities.LeastDays].Amount;
            if (set.Days < least)
            {
                notes.Add($"{set.Measurements.Count} activities of fewer than {least:0} days do not count");
                continue;
            }
            foreach (var measurement in set.Measurements.Where(one => one.Answer == true && !done.Contains(one.MeasureId)))
            {
                if (Take(measurement, allowed))
                    done.Add(measurement.MeasureId);
            }
        }
        var medium = done.Count(id => id != Home && Weight(id) != "high");
        Medium = Number(medium, law.Year.Value >= 2025 ? "activities" : "medium-weighted activities");
        High = Number(done.Count(id => id != Home && Weight(id) == "high"), "high-weighted activities");
        return done;
    }

    private bool Take(Measurement measurement, IReadOnlySet<string>? allowed)
    {
        var id = measurement.MeasureId;
        if (id == Home)
            return MedicalHome = true;
        if (Weight(id) is null)
        {
            findings.Add(new Finding(Severity.RowRefused, facts.Path, measurement.Line, id,
                $"{law.Year} has no improvement activity {id}", "Check the year and the identifier"));
            return false;
        }
        if (allowed?.Contains(id) != false)
            return true;
        notes.Add($"activity {id} is not one of the pathway and does not count");
        return false;
    }

    private Count Number(int number, string name) => number == 0 ? Count.Zero : facts.Of<Count>(number, name, 0);

    /// <summary>The weight of an activity, empty from 2025; null where the year has none of that name.</summary>
    private string? Weight(string id)
    {
        var table = law[Keys.Mips.Measures].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "measure") == id && table.Text(row, "category") == "ia")
                return table.Text(row, "weight");
        }
        return null;
    }
}
