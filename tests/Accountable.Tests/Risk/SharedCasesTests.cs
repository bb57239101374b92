using System.Text.Json;
using Accountable.Risk;
using Accountable.Risk.Scoring;
using Xunit.Abstractions;

namespace Accountable.Tests.Risk;

/// <summary>Every case of the reference sets: HCC lists and raw scores exact, by the readable and by the bulk path.</summary>
public sealed class SharedCasesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("data/hcc/cases.jsonl")]
    [InlineData("data/hcc/edge_cases.json")]
    [InlineData("data/hcc/esrd_cases.jsonl")]
    public void Every_reference_case_is_exact(string file)
    {
        if (RiskModels.Shared(file) is not { } path)
        {
            output.WriteLine($"skipped: no ../shared/{file}; the cases of this repository were tested");
            return;
        }
        var cases = Read(path);
        var wrong = new List<string>();
        foreach (var group in cases.GroupBy(one => (one.Model, one.Year)))
        {
            var rows = group.ToList();
            var bulk = RiskModels.Bulk(group.Key.Model, group.Key.Year);
            var people = RiskModels.Columns([.. rows.Select(row => (row.Person, row.Codes))]);
            var scores = new ScoreColumns(rows.Count);
            bulk.Score(people, 0, rows.Count, scores);
            for (var i = 0; i < rows.Count; i++)
            {
                var score = HccScore.Determine(rows[i].Person, rows[i].Codes, RiskModels.Of(group.Key.Model, group.Key.Year));
                var hccs = rows[i].Hccs ?? score.Hccs;
                if (score.Raw.Amount != rows[i].Raw || !score.Hccs.SequenceEqual(hccs))
                    wrong.Add($"{rows[i].Id}: {score.Raw.Amount} for {rows[i].Raw}, {string.Join(' ', score.Hccs)} for {string.Join(' ', hccs)}");
                if (!scores.Scored[i] || scores.Raw[i] != rows[i].Raw || !scores.Hccs[i].Places().Select(place => bulk.HccNumbers[place]).SequenceEqual(hccs))
                    wrong.Add($"{rows[i].Id} in bulk: {scores.Raw[i]} for {rows[i].Raw}");
            }
        }
        output.WriteLine($"{file}: {cases.Count} cases, {wrong.Count} wrong");
        Assert.NotEmpty(cases);
        Assert.Empty(wrong);
    }

    private static List<ReferenceCase> Read(string path)
    {
        var text = File.ReadAllText(path);
        if (path.EndsWith(".jsonl", StringComparison.Ordinal))
            text = "[" + string.Join(',', text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) + "]";
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static ReferenceCase Read(JsonElement one)
    {
        var expected = one.GetProperty("expected");
        var dual = one.TryGetProperty("dual", out var code) ? code.GetString() switch { "02" => DualStatus.Full, "01" => DualStatus.Partial, _ => DualStatus.None } : DualStatus.None;
        var person = new Enrollee(
            one.GetProperty("age").GetInt32(),
            one.GetProperty("sex").GetString() == "F" ? Sex.Female : Sex.Male,
            (EntitlementReason)int.Parse(one.GetProperty("orec").GetString()!),
            Segments.Parse((one.TryGetProperty("segment", out var segment) ? segment : one.GetProperty("population")).GetString()!)!.Value,
            one.TryGetProperty("medicaid", out var medicaid) ? medicaid.GetBoolean() : dual != DualStatus.None,
            dual,
            one.TryGetProperty("lti", out var institutional) && institutional.GetBoolean(),
            one.TryGetProperty("graft_months", out var months) && months.ValueKind == JsonValueKind.Number ? months.GetInt32() : 0);
        return new ReferenceCase(
            one.GetProperty("id").GetString()!, one.GetProperty("model").GetString()!, one.GetProperty("payment_year").GetInt32(), person,
            [.. one.GetProperty("dx").EnumerateArray().Select(dx => Icd10Code.Parse(dx.GetString()!))],
            expected.TryGetProperty("hccs", out var hccs) ? [.. hccs.EnumerateArray().Select(hcc => hcc.GetInt32())] : null,
            expected.GetProperty("raw").GetDecimal());
    }

    private sealed record ReferenceCase(
        string Id, string Model, int Year, Enrollee Person, IReadOnlyList<Icd10Code> Codes, IReadOnlyList<int>? Hccs, decimal Raw);
}
