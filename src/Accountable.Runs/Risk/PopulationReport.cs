using Accountable.Risk.Scoring;

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
    public static Table Prevalence(PopulationScores scores)
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
            var mostFirst = counts.Select((count, place) => (count, place))
                .Where(pair => pair.count > 0)
                .OrderByDescending(pair => pair.count).ThenBy(pair => pair.place);
            foreach (var (count, place) in mostFirst)
                table.Add(model.Model.Name, model.Bulk.HccNumbers[place], count, Math.Round((decimal)count / scores.Counts.Scored, 6));
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

    /// <summary>The change as a table of parts.</summary>
    public static Table ToTable(ScoreChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var table = new Table("part", "mean_score");
        table.Add("before", Math.Round(change.Before, 6));
        table.Add("demographic", Math.Round(change.Demographic, 6));
        table.Add("coding", Math.Round(change.Coding, 6));
        table.Add("blend", Math.Round(change.Blend, 6));
        table.Add("after", Math.Round(change.After, 6));
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
