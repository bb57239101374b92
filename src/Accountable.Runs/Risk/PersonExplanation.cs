using System.Globalization;
using System.Text;
using System.Text.Json;
using Accountable.Explanations;
using Accountable.Risk;
using Accountable.Risk.Model;
using Accountable.Risk.Payment;
using Accountable.Risk.Scoring;
using Accountable.Rules;

namespace Accountable.Runs.Risk;

/// <summary>One person's score under one model, traced.</summary>
/// <param name="Id">The person.</param>
/// <param name="Model">The model.</param>
/// <param name="Score">Diagnoses, hierarchies and terms.</param>
/// <param name="Paid">Normalized and payment score; null when only the raw score is asked for.</param>
public sealed record ExplainedScore(string Id, HccModel Model, PersonScore Score, PaymentScore? Paid)
{
    /// <summary>The last number with its whole derivation.</summary>
    public RiskScore Result => Paid?.Payment ?? Score.Raw;
}

/// <summary>Why a person has the score: each diagnosis, its HCC, what a hierarchy removed, each coefficient, the sum.</summary>
public static class PersonExplanation
{
    /// <summary>Explains a person under every model of a run. The numbers are those of the bulk path.</summary>
    public static IReadOnlyList<ExplainedScore> Of(PopulationScores scores, int person, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(book);
        var law = book.For(scores.Law.PaymentYear, scores.Law.AsOf, traced: true);
        return [.. scores.Models.Select(model =>
        {
            var traced = HccModel.For(model.Model.Name, law);
            var enrollee = scores.People[person];
            var score = HccScore.Determine(enrollee, scores.People.DiagnosesOf(person), traced);
            return new ExplainedScore(scores.File.Rows[person].Id, traced, score,
                scores.RawOnly ? null : Normalization.Determine(score.Raw, traced.Name, enrollee.Segment, law));
        })];
    }

    /// <summary>The explanation as text for a person to read.</summary>
    public static string ToText(ExplainedScore explained)
    {
        ArgumentNullException.ThrowIfNull(explained);
        var (person, score) = (explained.Score.Person, explained.Score);
        var text = new StringBuilder();
        var sex = person.Sex == Sex.Female ? "female" : "male";
        text.Append(CultureInfo.InvariantCulture, $"{explained.Id}: {explained.Model.Name}, payment year {explained.Model.Year}, ");
        text.Append(CultureInfo.InvariantCulture, $"{person.Segment.Name()}, {sex}, age {person.Age}, OREC {(int)person.Reason}\n");
        text.Append("diagnoses\n");
        foreach (var diagnosis in score.Diagnoses)
            text.Append("  ").Append(diagnosis.Code).Append(" -> ").Append(Words(diagnosis)).Append('\n');
        if (score.Diagnoses.Count == 0)
            text.Append("  none\n");
        text.Append("hierarchies\n");
        foreach (var removed in score.Removed)
        {
            var by = removed.By is { } hcc ? $"HCC {hcc}" : "a rule of the model";
            text.Append(CultureInfo.InvariantCulture, $"  HCC {removed.Hcc} removed by {by}\n");
        }
        if (score.Removed.Count == 0)
            text.Append("  nothing removed\n");
        text.Append("HCCs ").Append(score.Hccs.Count == 0 ? "none" : string.Join(' ', score.Hccs))
            .Append(person.Segment.IsDemographicOnly() ? "   (they do not score in this segment)\n" : "\n");
        return text.Append(Outline.Of(explained.Result.Derivation!)).ToString();
    }

    /// <summary>The explanation as an object with the derivation, which replays.</summary>
    public static void Write(Utf8JsonWriter json, ExplainedScore explained)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(explained);
        var score = explained.Score;
        json.WriteStartObject();
        json.WriteString("person_id", explained.Id);
        json.WriteString("model", explained.Model.Name);
        json.WriteNumber("payment_year", explained.Model.Year.Value);
        json.WriteString("segment", score.Person.Segment.Name());
        json.WriteStartArray("diagnoses");
        foreach (var diagnosis in score.Diagnoses)
        {
            json.WriteStartObject();
            json.WriteString("icd10", diagnosis.Code.ToString());
            json.WriteBoolean("edited", diagnosis.Edited);
            json.WriteBoolean("valid_in_another_year_only", diagnosis.Standing == CodeStanding.OtherYear);
            Numbers(json, "categories", diagnosis.Categories);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("removed");
        foreach (var removed in score.Removed)
        {
            json.WriteStartObject();
            json.WriteNumber("hcc", removed.Hcc);
            if (removed.By is { } by)
                json.WriteNumber("by", by);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Numbers(json, "hccs", score.Hccs);
        json.WriteStartArray("terms");
        foreach (var term in score.Terms)
        {
            json.WriteStartObject();
            json.WriteString("kind", term.Kind.ToString().ToLowerInvariant());
            json.WriteString("variable", term.Variable);
            json.WriteNumber("coefficient", term.Value.Amount);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("raw", score.Raw.Amount);
        if (explained.Paid is { } paid)
        {
            json.WriteNumber("normalized", paid.Normalized.Amount);
            json.WriteNumber("payment", paid.Payment.Amount);
        }
        json.WritePropertyName("derivation");
        DerivationJson.Write(json, explained.Result.Derivation!);
        json.WriteEndObject();
    }

    private static string Words(MappedDiagnosis diagnosis) => (diagnosis.Standing, diagnosis.Categories.Count, diagnosis.Edited) switch
    {
        (CodeStanding.Unknown, _, _) => "no code of ICD-10-CM",
        (CodeStanding.OtherYear, _, _) => "not valid in this payment year",
        (_, 0, true) => "not valid at this age or sex",
        (_, 0, _) => "no category",
        (_, _, true) => $"HCC {string.Join(", ", diagnosis.Categories)} by an edit of age or sex",
        _ => $"HCC {string.Join(", ", diagnosis.Categories)}",
    };

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
