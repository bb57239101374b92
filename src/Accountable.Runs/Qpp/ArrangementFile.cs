using Accountable.Data;
using Accountable.Qpp.AdvancedApms;
using Accountable.Rules;
using Accountable.Rules.Yaml;
using YamlDotNet.RepresentationModel;

namespace Accountable.Runs.Qpp;

/// <summary>Reads an arrangement as a document (docs/reference/arrangements.md). A key that the schema does not know is an error.</summary>
public static class ArrangementFile
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="FileRefusedException">It is not there, or something in it is wrong; the finding has the line and
    /// column.</exception>
    public static Arrangement Read(string path)
    {
        if (!File.Exists(path))
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "", "There is no such file", "Check the path"),
                isUsage: true);
        var errors = new List<RuleError>();
        Arrangement? arrangement = null;
        if (YamlMap.Document(File.ReadAllText(path), path, errors) is { } document)
            arrangement = Read(new YamlMap(document, path, errors));
        if (errors.Count > 0)
        {
            var all = string.Join("; ", errors.Select(error => $"line {error.Line}: {error.Message}"));
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, errors[0].Line, "", all,
                "docs/reference/arrangements.md says what an arrangement holds"));
        }
        return arrangement!;
    }

    private static Arrangement Read(YamlMap map)
    {
        var arrangement = new Arrangement
        {
            Id = map.Text("arrangement") ?? "",
            Name = map.Text("name") ?? "",
            Payer = map.Word<ArrangementPayer>("payer") ?? default,
            Authority = map.Word<ApmAuthority>("authority", required: false) ?? ApmAuthority.None,
            Agreement = YesNo(map, "agreement"),
            ListsMipsClinicians = YesNo(map, "lists_mips_clinicians"),
            PaysByCostAndQuality = YesNo(map, "pays_by_cost_and_quality"),
            NotScorable = YesNo(map, "not_scorable"),
            CehrtShare = new Ratio(Share(map, "cehrt_share")),
            CehrtMovesPayment = YesNo(map, "cehrt_moves_payment"),
            QualityMovesPayment = YesNo(map, "quality_moves_payment"),
            Measures = [.. map.Items("measures", required: false).Select(item => Measure(map.Inner(item)))],
            NoOutcomeMeasureAvailable = YesNo(map, "no_outcome_measure_available"),
            Risk = map.Node("risk") is { } risk ? Risk(map.Inner(risk)) : new RiskTerms(),
            MedicalHome = map.Node("medical_home") is { } home ? Home(map.Inner(home)) : null,
            ParentClinicians = Number(map, "parent_clinicians") is { } parent ? new Count(parent) : null,
            EntityClinicians = Number(map, "entity_clinicians") is { } entity ? new Count(entity) : null,
        };
        map.Done();
        return arrangement;
    }

    private static QualityMeasure Measure(YamlMap map)
    {
        var measure = new QualityMeasure(map.Text("id") ?? "", YesNo(map, "outcome"), map.Word<MeasureEvidence>("evidence")
            ?? MeasureEvidence.None);
        map.Done();
        return measure;
    }

    private static RiskTerms Risk(YamlMap map)
    {
        var forms = new List<RiskForm>();
        foreach (var word in map.Texts("forms", required: false, mayBeEmpty: true))
        {
            switch (word)
            {
                case "withholds_payment":
                    forms.Add(RiskForm.WithholdsPayment);
                    break;
                case "reduces_rates":
                    forms.Add(RiskForm.ReducesRates);
                    break;
                case "owes_payer":
                    forms.Add(RiskForm.OwesPayer);
                    break;
                case "loses_guaranteed_payment":
                    forms.Add(RiskForm.LosesGuaranteedPayment);
                    break;
                default:
                    map.Error(map.Node("forms"),
                        $"'{word}' is none of withholds_payment, reduces_rates, owes_payer, loses_guaranteed_payment");
                    break;
            }
        }
        var terms = new RiskTerms
        {
            Forms = forms,
            Trigger = map.Word<RiskTrigger>("trigger", required: false) ?? RiskTrigger.ExpectedExpenditures,
            TotalRisk = new Money(Number(map, "total_risk") ?? 0),
            Revenue = Number(map, "revenue") is { } revenue ? new Money(revenue) : null,
            DefinedByRevenue = YesNo(map, "defined_by_revenue"),
            ExpectedExpenditures = Number(map, "expected_expenditures") is { } expected ? new Money(expected) : null,
            SpendingWithoutApm = Number(map, "spending_without_apm") is { } without ? new Money(without) : null,
            MarginalRisk = Marginal(map),
            MinimumLossRate = new Ratio(Number(map, "minimum_loss_rate") ?? 0),
            Capitation = map.Word<Capitation>("capitation", required: false) ?? Capitation.None,
        };
        map.Done();
        return terms;
    }

    /// <summary>One share for every level of overspending, or a list of levels.</summary>
    private static IReadOnlyList<MarginalRiskLevel> Marginal(YamlMap map)
    {
        switch (map.Node("marginal_risk"))
        {
            case null:
                return [];
            case YamlScalarNode:
                return [new MarginalRiskLevel(0, 1, Share(map, "marginal_risk"))];
            default:
                return
                [
                    .. map.Items("marginal_risk").Select(item =>
                    {
                        var level = map.Inner(item);
                        var (from, to, share) = (level.Number("from") ?? 0, level.Number("to") ?? 1, Share(level, "share"));
                        if (to <= from)
                            level.Error(item, "the level ends before it begins");
                        level.Done();
                        return new MarginalRiskLevel(from, to, share);
                    }),
                ];
        }
    }

    private static MedicalHomeTerms Home(YamlMap map)
    {
        var home = new MedicalHomeTerms(YesNo(map, "primary_care_focus"), YesNo(map, "empanelment"), (int)(Number(map, "elements") ?? 0),
            YesNo(map, "expanded"), YesNo(map, "comparable_to_expanded"), YesNo(map, "aligned"));
        map.Done();
        return home;
    }

    private static decimal? Number(YamlMap map, string key)
    {
        if (map.Node(key) is null)
            return null;
        var number = map.Number(key);
        if (number < 0)
            map.Error(map.Node(key), $"'{key}' is negative");
        return number;
    }

    private static decimal Share(YamlMap map, string key)
    {
        var share = Number(map, key) ?? 0;
        if (share > 1)
            map.Error(map.Node(key), $"'{key}' is a share from 0 to 1; write 0.75 for 75 percent");
        return share;
    }

    private static bool YesNo(YamlMap map, string key)
    {
        switch (map.Text(key, required: false))
        {
            case null or "no" or "false":
                return false;
            case "yes" or "true":
                return true;
            case var other:
                map.Error(map.Node(key), $"'{key}: {other}' is neither yes nor no");
                return false;
        }
    }
}
