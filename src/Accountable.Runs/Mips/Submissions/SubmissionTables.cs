using System.Text.Json;
using Accountable.Explanations;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>The forms in which a scored submission is written.</summary>
public static class SubmissionTables
{
    private const decimal Hundred = 100m;
    private const int Decimals = 4;

    /// <summary>A row for each measure, category and the total. Category scores and adjustments are in percent.</summary>
    public static Table Of(ScoredProgram scored)
    {
        ArgumentNullException.ThrowIfNull(scored);
        var table = new Table("part", "item", "score", "weight", "contributes", "detail");
        Measures(table, scored);
        if (scored.Final.Weights is { } weights)
        {
            Category(table, "quality", scored.Scores.Quality, weights.Quality);
            Category(table, "cost", scored.Scores.Cost, weights.Cost);
            Category(table, "ia", scored.Scores.ImprovementActivities, weights.ImprovementActivities);
            Category(table, "pi", scored.Scores.PromotingInteroperability, weights.PromotingInteroperability);
        }
        if (scored.Final.ComplexPatientBonus is { Amount: > 0 } complex)
            table.Add("bonus", "complex patient", null, null, Rounded(complex.Amount), "");
        if (scored.Final.SmallPracticeBonus > Points.Zero)
            table.Add("bonus", "small practice", null, null, scored.Final.SmallPracticeBonus.Amount, "");
        table.Add("total", "final score", scored.Final.Score.Amount, null, scored.Final.Score.Amount, string.Join("; ", scored.Notes));
        table.Add("total", "adjustment low", Percent(scored.Adjustment.Low), null, null, "percent of what is paid");
        table.Add("total", "adjustment high", Percent(scored.Adjustment.High), null, null, "percent of what is paid");
        return table;
    }

    /// <summary>Everything as JSON, with the derivation of the final score where results carry one.</summary>
    public static void Write(Utf8JsonWriter json, ScoredSubmission scored)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(scored);
        var best = scored.Best;
        json.WriteStartObject();
        json.WriteNumber("performanceYear", scored.Submission.Year);
        json.WriteString("entityType", scored.Submission.EntityType);
        json.WriteString("program", best.Program);
        if (scored.Eligibility is { } eligibility)
        {
            json.WriteStartObject("eligibility");
            json.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(eligibility.Status.ToString()));
            json.WriteString("reason", eligibility.Reason);
            json.WriteEndObject();
        }
        json.WriteNumber("finalScore", best.Final.Score.Amount);
        json.WriteNumber("adjustmentLow", Percent(best.Adjustment.Low));
        json.WriteNumber("adjustmentHigh", Percent(best.Adjustment.High));
        json.WriteStartArray("notes");
        foreach (var note in best.Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
        json.WritePropertyName("score");
        ScoreNode.Of(best).Write(json);
        json.WriteStartObject("otherPrograms");
        foreach (var other in scored.Programs.Where(other => !ReferenceEquals(other, best)))
            json.WriteNumber(other.Program, other.Final.Score.Amount);
        json.WriteEndObject();
        if (best.Final.Score.Derivation is { } derivation)
        {
            json.WritePropertyName("derivation");
            DerivationJson.Write(json, derivation);
        }
        json.WriteEndObject();
    }

    private static void Measures(Table table, ScoredProgram scored)
    {
        foreach (var category in ScoreNode.Of(scored).Parts.Where(part => part.Name != "bonuses"))
        {
            foreach (var part in category.Parts.SelectMany(inner => inner.Parts.Count > 0 ? inner.Parts : []))
                table.Add(category.Name, part.Name, part.Value, null, null, part.Detail);
        }
    }

    private static void Category(Table table, string name, Ratio? score, Ratio weight) => table.Add(
        "category", name, Rounded(score?.Amount * Hundred), Rounded(weight.Amount * Hundred),
        Rounded((score?.Amount ?? 0) * weight.Amount * Hundred),
        score is null ? "not scored" : "");

    private static decimal? Rounded(decimal? number) =>
        number is { } known ? decimal.Round(known, Decimals, MidpointRounding.AwayFromZero) : null;

    private static decimal Percent(Ratio adjustment) =>
        decimal.Round(adjustment.Amount * Hundred, Decimals + 2, MidpointRounding.AwayFromZero);
}
