using System.Globalization;
using System.Text;
using Accountable.Risk;
using Accountable.Risk.Payment;

namespace Accountable.Runs.Risk;

/// <summary>Scores as rows of text: one a person and model, and one a person for the blend.</summary>
public static class ScoreTables
{
    private static readonly string[] Columns = ["person_id", "model", "segment", "hccs", "raw", "normalized", "payment", "interactions"];

    /// <summary>The scores as comma-separated text, written without an object a row.</summary>
    public static string ToCsv(PopulationScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var text = new StringBuilder();
        text.AppendJoin(',', Columns).Append('\n');
        Visit(scores, (id, model, segment, hccs, raw, normalized, payment, terms) =>
            text.Append(Guarded(id)).Append(',').Append(model).Append(',').Append(segment).Append(',').Append(hccs).Append(',')
                .Append(Number(raw)).Append(',').Append(Number(normalized)).Append(',').Append(Number(payment)).Append(',')
                .Append(terms).Append('\n'));
        return text.ToString();
    }

    /// <summary>The scores as a table, for a terminal or JSON.</summary>
    public static Table ToTable(PopulationScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var table = new Table(Columns);
        Visit(scores, (id, model, segment, hccs, raw, normalized, payment, terms) =>
            table.Add(id, model, segment, hccs, raw, normalized, payment, terms));
        return table;
    }

    /// <summary>Every finding, and every code without a category, which no other output names.</summary>
    public static Table Findings(PopulationScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var table = new Table("severity", "file", "line", "column", "what", "do");
        foreach (var finding in scores.Findings)
        {
            var severity = finding.Severity == Data.Severity.Warning ? "warning" : "refused";
            table.Add(severity, Path.GetFileName(finding.File), (int)finding.Line, finding.Column, finding.What, finding.Do);
        }
        foreach (var (code, rows) in scores.Counts.CodesWithoutCategory)
        {
            var what = $"{code} has no category; {rows.Rows} rows";
            table.Add("note", "", (int)rows.FirstLine, "icd10", what, "Nothing, if the code is right: most codes have none");
        }
        return table;
    }

    /// <summary>The payment score of a person; blended where models share the year. Null when the person was not scored.</summary>
    public static decimal? Payment(PopulationScores scores, int person)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return scores.Scored[person] ? Payment(scores.Models, scores.People[person].Segment, person, scores.Law, scores.RawOnly) : null;
    }

    internal static decimal Payment(IReadOnlyList<ModelScores> models, Segment segment, int person, Rules.RuleYear law, bool rawOnly)
    {
        RiskScore Score(ModelScores model)
        {
            var raw = new RiskScore(model.Scores.Raw[person]);
            return rawOnly ? raw : Normalization.Determine(raw, model.Model.Name, segment, law).Payment;
        }
        return models.Count == 1
            ? Score(models[0]).Amount
            : Blend.Determine([.. models.Select(model => (Score(model), model.Share!.Value))]).Amount;
    }

    private static void Visit(PopulationScores scores, Row row)
    {
        for (var person = 0; person < scores.People.Count; person++)
        {
            if (!scores.Scored[person])
                continue;
            var id = scores.File.Rows[person].Id;
            var segment = scores.People[person].Segment;
            foreach (var model in scores.Models)
            {
                var raw = model.Scores.Raw[person];
                var paid = scores.RawOnly
                    ? (PaymentScore?)null
                    : Normalization.Determine(new RiskScore(raw), model.Model.Name, segment, scores.Law);
                row(id, model.Model.Name, segment.Name(), Hccs(model, person),
                    raw, paid?.Normalized.Amount, paid?.Payment.Amount, Terms(model, person));
            }
            if (scores.Models.Any(model => model.Share is not null) && !scores.RawOnly)
                row(id, ScoreRun.BlendName, segment.Name(), "", null, null, Payment(scores, person), "");
        }
    }

    private static string Hccs(ModelScores model, int person)
    {
        var set = model.Scores.Hccs[person];
        return set.IsEmpty
            ? ""
            : string.Join(' ', set.Places().Select(place => model.Bulk.HccNumbers[place].ToString(CultureInfo.InvariantCulture)));
    }

    private static string Terms(ModelScores model, int person)
    {
        var bits = model.Scores.Terms[person];
        return bits == 0 ? "" : string.Join(' ', model.Bulk.TermNames.Where((_, bit) => (bits & (1ul << bit)) != 0));
    }

    private static string Number(decimal? number) =>
        number is { } known ? known.ToString("0.##########", CultureInfo.InvariantCulture) : "";

    private static string Guarded(string id)
    {
        if (id.Length > 0 && id[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            id = "'" + id;
        return id.AsSpan().IndexOfAny(",\"\n\r") < 0 ? id : $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private delegate void Row(
        string id, string model, string segment, string hccs,
        decimal? raw, decimal? normalized, decimal? payment, string terms);
}
