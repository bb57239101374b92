using Accountable.Data.Mips;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Quality;

namespace Accountable.Runs.Mips;

/// <summary>An ACO's quality score beside the published one. Scores in percent.</summary>
/// <param name="Row">The row.</param>
/// <param name="Achievement">Points over possible points; null where it is not computed.</param>
/// <param name="Improvement">The improvement score.</param>
/// <param name="Computed">The score as it counts.</param>
/// <param name="Verdict">How it compares.</param>
/// <param name="Reason">Why, for all but exact rows.</param>
/// <param name="HasPrior">An earlier year's file has the ACO as a Web Interface reporter.</param>
public sealed record ProvenQuality(
    AcoQualityRow Row, decimal? Achievement, decimal? Improvement, decimal? Computed, Verdict Verdict, string Reason, bool HasPrior)
{
    /// <summary>Computed less published, points.</summary>
    public decimal? Difference => Computed - Row.Published;
}

/// <summary>Computes the quality score of ACOs that report by the Web Interface from their measure rates, and compares with the
/// published one.</summary>
/// <remarks>The published score is never read to compute. An earlier year's file gives the achievement from which improvement is measured.
/// The bound on a rounded row takes every rate and benchmark at both ends of its printed digits.</remarks>
public sealed class AcoQualityProof(RuleBook book, DateOnly? asOf = null)
{
    /// <summary>What counts as exact, points of 100: the published score has two decimals, and so have the rates.</summary>
    private const decimal Tolerance = 0.02m;

    /// <summary>Half of the last digit of a published score.</summary>
    private const decimal PublishedRounding = 0.005m;

    private const decimal Hundred = 100m;
    private readonly LawByYear _laws = new(book, asOf);

    /// <summary>Judges every row that has a published score, in the order of files and rows.</summary>
    /// <exception cref="LawGapException">A file is of a year without the Web Interface under the APM Performance Pathway.</exception>
    public IReadOnlyList<ProvenQuality> Compare(IReadOnlyList<AcoQualityFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var all = files.SelectMany(file => file.Rows).ToList();
        var byAco = all.Where(row => row.ReportsWebInterface).GroupBy(row => (row.AcoId, row.Year.Value))
            .ToDictionary(group => group.Key, group => group.First());
        return [.. all.Where(row => row.Published is not null)
            .Select(row => Judge(row, byAco.GetValueOrDefault((row.AcoId, row.Year.Value - 1))))];
    }

    /// <summary>Unverified parameters on which the results so far rest.</summary>
    public IReadOnlyList<string> Unverified => _laws.Unverified;

    private ProvenQuality Judge(AcoQualityRow row, AcoQualityRow? prior)
    {
        var law = Law(row.Year);
        if (!row.ReportsWebInterface)
            return Electronic(row, law);
        if (!row.Rates.Keys.Any(key => key.Method == "cmsWebInterface") || Achievement(row, 0, law) is not { } achievement)
            return new ProvenQuality(row, null, null, null, Verdict.NotProvable,
                "marked as a Web Interface reporter, but no such rate is in the file", prior is not null);
        var (improvement, computed) = Score(achievement, prior is null ? null : Achievement(prior, 0, Law(prior.Year)), row, law);
        var (verdict, reason) = Judgement(row, prior, computed, achievement, law);
        return new ProvenQuality(row, achievement.Amount * Hundred, improvement.Amount * Hundred, computed.Amount * Hundred, verdict,
            reason, prior is not null);
    }

    /// <summary>An ACO that reports eCQMs or CQMs: no file has its improvement and its health equity bonus, which only add.</summary>
    private static ProvenQuality Electronic(AcoQualityRow row, RuleYear law)
    {
        var rates = row.Rates.ToDictionary(rate => rate.Key, rate => new Count(rate.Value.Value));
        var reported = rates.Keys.Any(key => key.Method is "electronicHealthRecord" or "registry");
        if (!reported || AppQuality.Achievement(AppQuality.Electronic(rates, law), law) is not { } achievement)
        {
            return new ProvenQuality(row, null, null, null, Verdict.NotProvable,
                "reports neither by the Web Interface nor, as far as the file shows, by eCQM or CQM", false);
        }
        var computed = ExtremeCircumstances.Determine(AppQuality.Score(achievement, Ratio.Zero), new Test(row.Affected), law);
        var (score, over) = (computed.Amount * Hundred, row.Published!.Value - (achievement.Amount * Hundred));
        var most = Beyond(law);
        var floor = law[Keys.SharedSavings.Settlement.QualityStandard.Score].Amount * Hundred;
        var (verdict, reason) = row switch
        {
            _ when Math.Abs(score - row.Published.Value) <= Tolerance => (Verdict.Exact, ""),
            { Affected: true } when row.Published == floor =>
                (Verdict.NotProvable,
                $"data completeness is not in the file: an affected ACO that could not report completely has {floor:0.00}"),
            _ when over >= -Tolerance && over <= most + Tolerance => (Verdict.NotProvable,
                $"improvement and health equity bonus of an eCQM or CQM reporter are not in the file: {over:0.00} points would explain it"),
            _ => (Verdict.Mismatch, $"achievement alone is {achievement.Amount * Hundred:0.00}, and at most {most:0.00} points come to it"),
        };
        return new ProvenQuality(row, achievement.Amount * Hundred, 0, score, verdict, reason, false);
    }

    /// <summary>What can come to achievement at most, points of 100: improvement, and in its years the health equity bonus.</summary>
    private static decimal Beyond(RuleYear law) => (law[Keys.Mips.Quality.Improvement.Maximum].Amount * Hundred)
        + (law.Has(Keys.SharedSavings.Quality.Equity.Maximum) ? law[Keys.SharedSavings.Quality.Equity.Maximum].Amount : 0);

    private static (Ratio Improvement, Ratio Score) Score(Ratio achievement, Ratio? before, AcoQualityRow row, RuleYear law)
    {
        // 414.1380(b)(1)(vi)(C)(1): no improvement where the year before has no score of the same ACO.
        var improvement = before is { } from ? QualityImprovement.Determine(achievement, from, law) : Ratio.Zero;
        return (improvement, ExtremeCircumstances.Determine(AppQuality.Score(achievement, improvement), new Test(row.Affected), law));
    }

    private (Verdict Verdict, string Reason) Judgement(
        AcoQualityRow row, AcoQualityRow? prior, Ratio computed, Ratio achievement, RuleYear law)
    {
        var published = row.Published!.Value;
        if (Math.Abs((computed.Amount * Hundred) - published) <= Tolerance)
            return (Verdict.Exact, "");
        var (low, high) = (Bound(row, prior, -1, law), Bound(row, prior, 1, law));
        if (published >= low - PublishedRounding && published <= high + PublishedRounding)
            return (Verdict.Rounding, $"printed digits of rates and benchmarks allow {low:0.00} to {high:0.00}");
        if (Unscored(row, prior, law) is { } without)
            return (Verdict.NotProvable, without);
        return Unknown(row, prior, published - (achievement.Amount * Hundred), law) is { } reason
            ? (Verdict.NotProvable, reason)
            : (Verdict.Mismatch,
                $"printed digits of rates and benchmarks allow only {low:0.00} to {high:0.00}, and nothing else explains it");
    }

    /// <summary>The score at one end of the printed digits: this year's rates at their best (1) and last year's at their worst,
    /// or the other way.</summary>
    private decimal Bound(AcoQualityRow row, AcoQualityRow? prior, int direction, RuleYear law)
    {
        var before = prior is null ? null : Achievement(prior, -direction, Law(prior.Year));
        return Score(Achievement(row, direction, law)!.Value, before, row, law).Score.Amount * Hundred;
    }

    /// <summary>
    /// A summary measure of the survey without enough answers is not scored (42 CFR 414.1380(b)(1)(iii)), and the file does not say
    /// which had enough: where the score without exactly one of them is the published one to its last digit, that one is named.
    /// </summary>
    private string? Unscored(AcoQualityRow row, AcoQualityRow? prior, RuleYear law)
    {
        if (row.Year.Value < 2022 || prior is null)
            return null;
        var before = Achievement(prior, 0, Law(prior.Year));
        var fitting = row.Rates.Keys.Where(
            key => key.Method == "certifiedSurveyVendor" && Benchmark.Find(key.Measure, key.Method, law) is not null)
            .Where(key =>
            {
                var rest = row with { Rates = row.Rates.Where(rate => rate.Key != key).ToDictionary(rate => rate.Key, rate => rate.Value) };
                return Achievement(rest, 0, law) is { } share
                    && Math.Abs((Score(share, before, row, law).Score.Amount * Hundred) - row.Published!.Value) <= PublishedRounding;
            })
            .Select(key => key.Measure).ToList();
        return fitting.Count == 1
            ? "survey measure without enough answers: the file does not say which had enough, "
                + $"and the score without {fitting[0]} is {row.Published:0.00}"
            : null;
    }

    /// <summary>What the files lack and what explains the published score, or null.</summary>
    private static string? Unknown(AcoQualityRow row, AcoQualityRow? prior, decimal over, RuleYear law)
    {
        var most = law[Keys.Mips.Quality.Improvement.Maximum].Amount * Hundred;
        var floor = law[Keys.SharedSavings.Settlement.QualityStandard.Score].Amount * Hundred;
        return row.Year.Value switch
        {
            // 425.512(c): an affected ACO that could not report completely has the floor, whatever its rates are.
            _ when row.Affected && row.Published == floor =>
                $"data completeness is not in the file: an affected ACO that could not report completely has {floor:0.00}",

            // Bonus points for high priority measures and end-to-end reporting ended with 2021.
            2021 when over >= -Tolerance =>
                $"bonus points of 2021 and the improvement on 2020 are not in the files: {over:0.00} points over achievement",
            >= 2022 when prior is null && over >= -Tolerance && over <= most + Tolerance =>
                $"no Web Interface row of the year before: an improvement score of {over:0.00} would explain it",
            >= 2022 when prior is not null && over >= -Tolerance && over <= most + Tolerance && LacksMeasure(row, prior) =>
                $"a measure is blank in one of the two years: an improvement score of {over:0.00} would explain it",
            _ => null,
        };
    }

    private static bool LacksMeasure(AcoQualityRow row, AcoQualityRow prior) => Canonical(row).Except(Canonical(prior)).Any()
        || Canonical(prior).Except(Canonical(row)).Any();

    /// <summary>Measure 484 was called MCC1 in 2021.</summary>
    private static IEnumerable<string> Canonical(AcoQualityRow row) =>
        row.Rates.Keys.Where(key => key.Method is "cmsWebInterface" or "administrativeClaims" or "certifiedSurveyVendor")
            .Select(key => key.Measure == "MCC1" ? "484" : key.Measure);

    /// <summary>The achievement with every rate moved by half of its last digit towards better (1) or worse (-1), or as printed
    /// (0).</summary>
    private static Ratio? Achievement(AcoQualityRow row, int direction, RuleYear law)
    {
        var rates = row.Rates.ToDictionary(rate => rate.Key, rate =>
            new Count(rate.Value.Value + (Sign(rate.Key, direction, law) * Digits(rate.Key.Method) * rate.Value.HalfUnit)));
        return AppQuality.Achievement(AppQuality.WebInterface(rates, law), law);
    }

    /// <summary>Benchmarks of claims and survey measures are printed with the digits of the rates, so that both are uncertain;
    /// those of the Web Interface are whole numbers of law.</summary>
    private static int Digits(string method) => method is "administrativeClaims" or "certifiedSurveyVendor" ? 1 + 1 : 1;

    private static int Sign((string Measure, string Method) key, int direction, RuleYear law) =>
        direction != 0 && Benchmark.Find(key.Measure, key.Method, law) is { Inverse: true } ? -direction : direction;

    private RuleYear Law(PerformanceYear year) => _laws.Of(year);
}
