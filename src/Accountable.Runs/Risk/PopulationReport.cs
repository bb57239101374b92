using Accountable.Risk.Scoring;
using Accountable.Runs.Claims;

namespace Accountable.Runs.Risk;

/// <summary>How the mean score of the people in both years changed, in parts that add up.</summary>
/// <param name="People">People scored in both years.</param>
/// <param name="Before">The mean of the year before, as it was scored then.</param>
/// <param name="Demographic">
/// What age, sex and status changed: this year's people with last year's diagnoses under last year's models, less Before.
/// </param>
/// <param name="Coding">What diagnoses changed: this year's diagnoses in the place of last year's, still under last year's models.</param>
/// <param name="Blend">What models, blend, normalization and coding adjustment changed.</param>
/// <param name="After">The mean of this year.</param>
public sealed record ScoreChange(int People, decimal Before, decimal Demographic, decimal Coding, decimal Blend, decimal After);

/// <summary>A population's HCCs and how they and the scores differ from the year before.</summary>
public static class PopulationReport
{
    /// <summary>How many people have each HCC, and which share of the people scored.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="suppress">
    /// Whether counts of 1 to 10, and those that leave 1 to 10 of the people scored, are not shown; such rows come last.
    /// </param>
    public static Table Prevalence(PopulationScores scores, bool suppress = false)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var table = new Table("model", "hcc", "people", "share");
        foreach (var model in scores.Models)
        {
            var counts = new int[model.Bulk.HccNumbers.Count];
            for (var person = 0; person < scores.People.Count; person++)
            {
                if (!scores.Scored[person] || model.Scores.Hccs[person].IsEmpty)
                    continue;
                foreach (var place in model.Scores.Hccs[person].Places())
                    counts[place]++;
            }
            var known = counts
                .Select((count, place) => (Count: count, Place: place, Hidden: suppress && IsHidden(count, scores.Counts.Scored)))
                .Where(row => row.Count > 0)
                .OrderBy(row => row.Hidden).ThenByDescending(row => row.Hidden ? 0 : row.Count).ThenBy(row => row.Place);
            foreach (var (count, place, hidden) in known)
            {
                if (hidden)
                    table.Add(model.Model.Name, model.Bulk.HccNumbers[place], SmallCells.Mark, SmallCells.Mark);
                else
                {
                    var share = Math.Round((decimal)count / scores.Counts.Scored, 6);
                    table.Add(model.Model.Name, model.Bulk.HccNumbers[place], count, share);
                }
            }
        }
        return table;
    }

    /// <summary>
    /// HCCs that a person's diagnoses of last year give under this year's model and this year's do not, nor an HCC above them.
    /// </summary>
    /// <param name="scores">This year.</param>
    /// <param name="previous">Last year's people and diagnoses under this year's models.</param>
    public static Table Gaps(PopulationScores scores, PopulationScores previous)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(previous);
        var places = Places(previous);
        var table = new Table("person_id", "model", "hcc");
        foreach (var (now, before) in scores.Models.Zip(previous.Models))
        {
            for (var person = 0; person < scores.People.Count; person++)
            {
                if (!scores.Scored[person] || !places.TryGetValue(scores.File.Rows[person].Id, out var earlier))
                    continue;
                var covered = now.Bulk.WithLower(now.Scores.Hccs[person]);
                foreach (var place in before.Scores.Hccs[earlier].Without(covered).Places())
                    table.Add(scores.File.Rows[person].Id, now.Model.Name, now.Bulk.HccNumbers[place]);
            }
        }
        return table;
    }

    /// <summary>The change of the mean score from last year, over the people scored in both.</summary>
    /// <param name="scores">This year.</param>
    /// <param name="previous">Last year under last year's models.</param>
    /// <param name="previousRun">Last year's run, which scores the steps between.</param>
    public static ScoreChange Change(PopulationScores scores, PopulationScores previous, ScoreRun previousRun)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(previousRun);
        var places = Places(previous);
        var both = Enumerable.Range(0, scores.People.Count).Where(person => scores.Scored[person])
            .Select(person => (Now: person, Then: places.GetValueOrDefault(scores.File.Rows[person].Id, -1)))
            .Where(pair => pair.Then >= 0).ToList();

        // The steps between: this year's people with last year's diagnoses, then with this year's, both under last year's models.
        var aged = Step(both, scores, previous, previousRun, pair => (previous, pair.Then));
        var coded = Step(both, scores, previous, previousRun, pair => (scores, pair.Now));
        var scorable = Enumerable.Range(0, both.Count).Where(i => aged[i] is not null && coded[i] is not null).ToList();
        if (scorable.Count == 0)
            return new ScoreChange(0, 0, 0, 0, 0, 0);
        var before = scorable.Average(i => ScoreTables.Payment(previous, both[i].Then)!.Value);
        var demographic = scorable.Average(i => aged[i]!.Value) - before;
        var coding = scorable.Average(i => coded[i]!.Value) - before - demographic;
        var after = scorable.Average(i => ScoreTables.Payment(scores, both[i].Now)!.Value);
        return new ScoreChange(scorable.Count, before, demographic, coding, after - before - demographic - coding, after);
    }

    /// <summary>Whether a count of the people scored, or the rest of them, is from 1 to 10.</summary>
    public static bool IsHidden(int count, int scored) => SmallCells.Hidden([count, scored - count])[0];

    /// <summary>The change as a table of parts.</summary>
    /// <param name="change">The change.</param>
    /// <param name="suppress">Whether means of 1 to 10 people are not shown.</param>
    public static Table ToTable(ScoreChange change, bool suppress = false)
    {
        ArgumentNullException.ThrowIfNull(change);
        var hidden = suppress && SmallCells.IsSmall(change.People);
        var table = new Table("part", "mean_score");
        void Add(string part, decimal mean) => table.Add(part, hidden ? SmallCells.Mark : Math.Round(mean, 6));
        Add("before", change.Before);
        Add("demographic", change.Demographic);
        Add("coding", change.Coding);
        Add("blend", change.Blend);
        Add("after", change.After);
        return table;
    }

    private static decimal?[] Step(
        List<(int Now, int Then)> both, PopulationScores scores, PopulationScores previous, ScoreRun run,
        Func<(int Now, int Then), (PopulationScores From, int Person)> diagnosesOf)
    {
        var codes = both.Select(pair => diagnosesOf(pair))
            .Select(from => from.From.People.DiagnosesOf(from.Person).Select(code => code.Packed).ToArray())
            .ToList();
        var first = new int[both.Count + 1];
        for (var i = 0; i < both.Count; i++)
            first[i + 1] = first[i] + codes[i].Length;
        var columns = new EnrolleeColumns(first, [.. codes.SelectMany(packed => packed)]);
        for (var i = 0; i < both.Count; i++)
            columns[i] = scores.People[both[i].Now];
        var models = run.Score(columns);
        return [.. Enumerable.Range(0, both.Count).Select(i => models.All(model => model.Scores.Scored[i])
            ? ScoreTables.Payment(models, columns[i].Segment, i, previous.Law, previous.RawOnly)
            : (decimal?)null)];
    }

    private static Dictionary<string, int> Places(PopulationScores scores) =>
        Enumerable.Range(0, scores.People.Count).Where(person => scores.Scored[person])
            .ToDictionary(person => scores.File.Rows[person].Id, StringComparer.Ordinal);
}
