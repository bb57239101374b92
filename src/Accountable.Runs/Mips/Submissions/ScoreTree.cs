using System.Text.Json;
using Accountable.Qpp.Mips.Quality;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>A node of a score tree, in the shape in which CMS's scoring engine answers.</summary>
/// <param name="Name">What it is: a category, a measure, a bonus.</param>
/// <param name="Value">Its points or percent; null where it has none.</param>
/// <param name="Detail">How it came to be, in words.</param>
/// <param name="Parts">What it is made of.</param>
public sealed record ScoreNode(string Name, decimal? Value, string Detail, IReadOnlyList<ScoreNode> Parts)
{
    private const int Decimals = 4;
    private const decimal Percent = 100m;

    /// <summary>The tree of a scored submission: the total, then each category with its weight, then the bonuses.</summary>
    public static ScoreNode Of(ScoredProgram scored)
    {
        ArgumentNullException.ThrowIfNull(scored);
        List<ScoreNode> parts = [];
        if (scored.Final.Weights is { } weights)
        {
            parts.Add(Category("quality", scored.Scores.Quality, weights.Quality, Quality(scored)));
            parts.Add(Category("cost", scored.Scores.Cost, weights.Cost, Cost(scored)));
            parts.Add(Category("ia", scored.Scores.ImprovementActivities, weights.ImprovementActivities,
                [.. scored.Activities.Select(id => new ScoreNode(id, null, "Done", []))]));
            parts.Add(Category("pi", scored.Scores.PromotingInteroperability, weights.PromotingInteroperability, Interoperability(scored)));
        }
        var bonuses = Bonuses(scored);
        parts.Add(new ScoreNode("bonuses", Rounded(bonuses.Sum(bonus => bonus.Value ?? 0)), "Added to the weighted categories", bonuses));
        var detail = scored.Final.Neutral.Holds ? "Fewer than two categories: the performance threshold" : $"Scored in {scored.Program}";
        return new ScoreNode("total", Rounded(scored.Final.Score.Amount), detail, parts);
    }

    /// <summary>Writes <c>{"name", "value", "detail", "parts"}</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("name", Name);
        if (Value is { } value)
            json.WriteNumber("value", value);
        json.WriteString("detail", Detail);
        json.WriteStartArray("parts");
        foreach (var part in Parts)
            part.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ScoreNode Category(string name, Ratio? score, Ratio weight, IReadOnlyList<ScoreNode> parts)
    {
        if (score is not { } share)
            return new ScoreNode(name, 0, "Not scored: its weight is with the other categories", parts);
        var percent = share.Amount * Percent;
        return new ScoreNode(name, Rounded(percent * weight.Amount), $"Scoring based on weight of {weight.Amount * Percent:0.##}%",
            [new ScoreNode(name, Rounded(percent), "Category score in percent", parts)]);
    }

    private static List<ScoreNode> Quality(ScoredProgram scored)
    {
        if (scored.Quality is not { } quality)
            return [];
        var counted = quality.Counted.Select(score => score.Id).ToHashSet();
        var parts = quality.Scored.OrderByDescending(score => counted.Contains(score.Id)).ThenBy(score => score.Id, StringComparer.Ordinal)
            .Select(score => new ScoreNode(score.Id, Rounded(score.Points.Amount), Words(score, quality), [])).ToList();
        parts.Add(new ScoreNode("bonus", Rounded(quality.Bonus.Amount), "Measure bonus points", []));
        parts.Add(new ScoreNode("denominator", quality.Possible.Amount, "Points possible", []));
        parts.Add(new ScoreNode("improvement", Rounded(quality.Improvement.Amount * Percent), "Improvement in percent", []));
        return parts;
    }

    private static string Words(MeasureScore score, QualityCategoryResult quality)
    {
        var @class = score.Class switch
        {
            MeasureClass.Benchmarked => "Class 1",
            MeasureClass.Unbenchmarked => score.Benchmark is null ? "Class 2, no benchmark" : "Class 2, too few cases",
            _ => "Class 3, data incomplete",
        };
        var counts = quality.Counted.Contains(score) ? $"contributing {Rounded(score.Points.Amount)}" : "not counted";
        return score.Reported.Rate is { } rate ? $"{@class}, rate {rate.Amount:0.####}, {counts}" : $"{@class}, {counts}";
    }

    private static List<ScoreNode> Cost(ScoredProgram scored) =>
        [.. scored.Cost.Measures.Select(score => new ScoreNode(score.Measure.Measure, Rounded(score.Points?.Amount),
            score.Points is null ? $"Not scored: {score.Reason}" : $"Cost {score.Measure.Cost.Amount:0.####}", []))];

    private static List<ScoreNode> Interoperability(ScoredProgram scored) => scored.Interoperability is not { } result ? []
        : result.Missing.Count > 0 ? [.. result.Missing.Select(name => new ScoreNode(name, 0, "Required and missing", []))]
        : [.. result.Measures.Select(measure =>
            new ScoreNode(measure.Measure, Rounded(measure.Points.Amount), "Points of the measure", []))];

    private static List<ScoreNode> Bonuses(ScoredProgram scored)
    {
        var bonuses = new List<ScoreNode>();
        if (scored.Final.ComplexPatientBonus is { Amount: > 0 } complex)
            bonuses.Add(new ScoreNode("complexPatient", Rounded(complex.Amount), "Complex patient bonus", []));
        if (scored.Final.SmallPracticeBonus > Points.Zero)
            bonuses.Add(new ScoreNode("smallPractice", Rounded(scored.Final.SmallPracticeBonus.Amount), "Small practice bonus", []));
        return bonuses;
    }

    /// <summary>Four decimals, as CMS keeps them; the division takes zeros off the end.</summary>
    private static decimal? Rounded(decimal? value) =>
        value is { } number ? decimal.Round(number, Decimals, MidpointRounding.AwayFromZero) / 1.0000000000m : null;
}
