using System.Globalization;
using Accountable.Data.Mips;
using Accountable.Qpp.Mips;
using Accountable.Rules;
using Accountable.Runs.Mips;
using Accountable.Tests.Cases;

namespace Accountable.Tests.Mips;

/// <summary>Answers cases of final scores and adjustments.</summary>
internal static class MipsCases
{
    /// <summary>Through the reader; traced and untraced give the same.</summary>
    public static IReadOnlyDictionary<string, object?> FinalScore(FlatCase one)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "id,performance_year," + string.Join(',', one.Given.Keys) + $"\none,{one.Year}," + string.Join(',', one.Given.Values) + "\n");
            var read = Clinicians.Read(file);
            if (read.Rows.Count == 0)
                return new Dictionary<string, object?> { ["error"] = read.Findings[0].What };
            var traced = new ClinicianScoring(RuleBook.Embedded, one.AsOf, traced: true).Score(read).Rows[0].Result;
            var result = new ClinicianScoring(RuleBook.Embedded, one.AsOf).Score(read).Rows[0].Result;
            Assert.Equal(result.Score.Amount, traced.Score.Amount);
            Assert.Empty(Replay.Check(traced.Score.Derivation!));
            return new Dictionary<string, object?>
            {
                ["weights"] = MipsTables.Text(result.Weights),
                ["complex_patient_bonus"] = result.ComplexPatientBonus is { } bonus ? bonus.Amount : "",
                ["final_score"] = result.Score.Amount,
                ["neutral"] = result.Neutral.Holds ? "yes" : "no",
            };
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["error"] = "law gap" };
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static IReadOnlyDictionary<string, object?> Adjustment(FlatCase one)
    {
        try
        {
            var score = new Points(Number(one.Given["score"]));
            var range = PaymentAdjustment.Range(score, RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf));
            var traced = PaymentAdjustment.Range(score.From("final score", "case"), RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf, traced: true));
            Assert.Equal(range.High.Amount, traced.High.Amount);
            Assert.Empty(Replay.Check(traced.High.Derivation!));
            return new Dictionary<string, object?> { ["low"] = range.Low.Amount * 100, ["high"] = range.High.Amount * 100 };
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["error"] = "law gap" };
        }
    }

    public static IReadOnlyDictionary<string, object?> Neutrality(FlatCase one)
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf);
        var population = one.Given["scores"].Split(' ').Zip(one.Given["charges"].Split(' '), (score, charges) => new AdjustedClinician(new Points(Number(score)), new Money(Number(charges)))).ToList();
        var result = BudgetNeutrality.Determine(population, law);
        return new Dictionary<string, object?>
        {
            ["scaling"] = result.Factors.Scaling.Amount,
            ["additional"] = result.Factors.Additional.Amount,
            ["neutral"] = result.Neutral.Holds ? "yes" : "no",
            ["adjustments"] = string.Join(' ', population.Select(clinician => decimal.Round(PaymentAdjustment.Determine(clinician.Score, result.Factors, law).Amount * 100, 6, MidpointRounding.AwayFromZero).ToString("0.000000", CultureInfo.InvariantCulture))),
        };
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
