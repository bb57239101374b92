using Accountable.Data;
using Accountable.Data.Factors;
using Accountable.Rules;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.SharedSavings;

/// <summary>Which benchmark is wanted.</summary>
/// <param name="AgreementStart">The first day of the agreement period.</param>
/// <param name="Year">The performance year.</param>
/// <param name="AgreementPeriod">1 for the ACO's first agreement period.</param>
/// <param name="TimesAdjusted">How often the benchmark is regionally adjusted, this period included; null when unknown.</param>
/// <param name="Track">basic or enhanced; null when unknown.</param>
/// <param name="MinimumRate">The minimum loss or savings rate for the guardrail; null when unknown.</param>
public sealed record BenchmarkRequest(
    DateOnly AgreementStart, PerformanceYear Year, int AgreementPeriod, int? TimesAdjusted, string? Track, decimal? MinimumRate);

/// <summary>The files of a benchmark.</summary>
/// <param name="History">The ACO's years.</param>
/// <param name="Counties">Its person-years by county; null when not given.</param>
/// <param name="Factors">CMS's factors; null when not given.</param>
public sealed record BenchmarkInputs(AcoHistory History, AssignedCounties? Counties, FactorFolder? Factors)
{
    /// <summary>What was refused or doubtful in any of them.</summary>
    public IReadOnlyList<Finding> Findings => [.. History.Findings, .. Counties?.Findings ?? [], .. Factors?.Findings ?? []];

    /// <summary>The files for the manifest.</summary>
    public IReadOnlyList<ManifestInput> Files
    {
        get
        {
            var none = new Dictionary<string, string>();
            var files = new List<ManifestInput> { new(Path.GetFileName(History.Path), History.Sha256, History.RowCount, none) };
            void Add<T>(FactorFile<T>? file)
            {
                if (file is not null)
                    files.Add(new ManifestInput(Path.GetFileName(file.Path), file.Sha256, file.RowCount, none));
            }
            if (Counties is { } assigned)
                files.Add(new ManifestInput(Path.GetFileName(assigned.Path), assigned.Sha256, assigned.RowCount, none));
            Add(Factors?.National);
            Add(Factors?.Regional);
            Add(Factors?.ProspectiveTrend);
            Add(Factors?.RegionalRiskCap);
            Add(Factors?.AcoRisk);
            files.AddRange((Factors?.Counties ?? []).Select(county => new ManifestInput(
                Path.GetFileName(county.Path), county.Sha256, county.RowCount,
                new Dictionary<string, string> { ["without_figures"] = $"{county.Suppressed} county and enrollment type pairs" })));
            return files;
        }
    }
}

/// <summary>A result that cannot be computed, and what to supply.</summary>
/// <param name="What">The result.</param>
/// <param name="Because">What is missing.</param>
/// <param name="Supply">What to supply.</param>
public sealed record NotComputed(string What, string Because, string Supply);

/// <summary>A benchmark as far as the inputs allow.</summary>
public sealed record BenchmarkOutcome
{
    /// <summary>What was asked.</summary>
    public required BenchmarkRequest Request { get; init; }

    /// <summary>The facts.</summary>
    public required BenchmarkFacts Facts { get; init; }

    /// <summary>The section that governs it.</summary>
    public required BenchmarkSection Section { get; init; }

    /// <summary>The historical benchmark before adjustments.</summary>
    public HistoricalExpenditures? Historical { get; init; }

    /// <summary>The historical benchmark.</summary>
    public AdjustedBenchmark? Adjusted { get; init; }

    /// <summary>The updated benchmark.</summary>
    public UpdatedBenchmark? Updated { get; init; }

    /// <summary>The guardrail; null before 2024 and when the minimum rate is unknown.</summary>
    public Guardrail? Guardrail { get; init; }

    /// <summary>What cannot be computed.</summary>
    public required IReadOnlyList<NotComputed> Missing { get; init; }

    /// <summary>What was taken for granted.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The benchmark that settlement compares with, dollars a person-year: under the guardrail the one that stands.</summary>
    public Money? PerCapita => Guardrail?.PerCapita ?? Updated?.PerCapita;

    /// <summary>The same times person-years of the performance year, dollars; null when it cannot be computed.</summary>
    public Money? Total => Guardrail is { } guardrail
        ? (guardrail.PerCapita * Updated!.PersonYears).As("total benchmark that stands", "42 CFR 425.652(b)(5)")
        : Updated?.Total;
}

/// <summary>Computes benchmarks from files, without a store of claims.</summary>
public sealed class BenchmarkRun
{
    private RuleYear? _law;

    /// <summary>A run under a rule book, as known on a day.</summary>
    public BenchmarkRun(RuleBook book, DateOnly? asOf = null, bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(book);
        Book = book;
        AsOf = asOf ?? book.AsOf;
        Traced = traced;
    }

    /// <summary>The rule book.</summary>
    public RuleBook Book { get; }

    /// <summary>The day of knowledge.</summary>
    public DateOnly AsOf { get; }

    /// <summary>Whether results carry derivations.</summary>
    public bool Traced { get; }

    /// <summary>Unverified parameters on which the result rests.</summary>
    public IReadOnlyList<string> Unverified => [.. (_law?.Unverified ?? []).Order(StringComparer.Ordinal)];

    /// <summary>Computes each stage whose factors are there.</summary>
    /// <exception cref="LawGapException">No section governs the agreement period, or the year is no year of it.</exception>
    /// <exception cref="FileRefusedException">The history lacks a benchmark year.</exception>
    public BenchmarkOutcome Compute(BenchmarkRequest request, BenchmarkInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(inputs);
        var law = _law = Book.For(request.Year, AsOf, Traced);

        // The law is asked first: an agreement period outside it is no question of files.
        var section = AgreementPeriod.Section(request.AgreementStart, request.AgreementPeriod, law);
        CheckYear(request.AgreementStart, request.Year, law);
        var builder = new BenchmarkFactsBuilder(request, inputs, Traced);
        var facts = builder.Build();
        var missing = new List<NotComputed>();
        T? Stage<T>(string what, Func<T> compute)
            where T : class
        {
            try
            {
                return compute();
            }
            catch (MissingFactorException e)
            {
                missing.Add(new NotComputed(what, $"{e.Factor} is missing", e.Supply));
                return null;
            }
        }
        var historical = Stage("the historical benchmark before adjustments", () => HistoricalExpenditures.Determine(facts, law));
        var adjusted = historical is null ? null
            : Stage("the historical benchmark", () => AdjustedBenchmark.Determine(facts, historical, law));
        var updated = adjusted is null ? null
            : Stage("the updated benchmark", () => UpdatedBenchmark.Determine(facts, section, adjusted, law));
        var guardrail = updated is null || section != BenchmarkSection.Prospective ? null
            : Stage("the guardrail", () => Guard(facts, updated));
        missing.AddRange(Consequences(historical, adjusted, updated));
        return new BenchmarkOutcome
        {
            Request = request,
            Facts = facts,
            Section = section,
            Historical = historical,
            Adjusted = adjusted,
            Updated = updated,
            Guardrail = guardrail,
            Missing = missing,
            Notes = BenchmarkNotes.Of(facts, section, adjusted, builder.Notes),
        };
    }

    private static Guardrail Guard(BenchmarkFacts facts, UpdatedBenchmark updated) => Guardrail.Determine(
        updated.Expenditures, updated.PerCapita, updated.TwoWay!.Value,
        facts.MinimumRate ?? throw new MissingFactorException("the minimum loss or savings rate",
            "Give --minimum-rate: the minimum loss rate, or the minimum savings rate of a one-sided ACO, such as 0.02"));

    /// <summary>Refuses a year that is no performance year of an agreement period.</summary>
    internal static void CheckYear(DateOnly start, PerformanceYear year, RuleYear law)
    {
        var last = AgreementPeriod.LastYear(start, law);
        if (year.Value < start.Year || year.Value > last)
        {
            throw new LawGapException($"a performance year of the agreement period that started on {start:yyyy-MM-dd}",
                $"{year}", $"{start.Year} to {last}");
        }
    }

    /// <summary>What a missing stage takes with it.</summary>
    private static IEnumerable<NotComputed> Consequences(
        HistoricalExpenditures? historical, AdjustedBenchmark? adjusted, UpdatedBenchmark? updated)
    {
        const string supply = "Supply what the line above names";
        if (historical is null)
            yield return new NotComputed("the historical benchmark", "it rests on the benchmark before adjustments", supply);
        if (adjusted is null)
            yield return new NotComputed("the updated benchmark", "it rests on the historical benchmark", supply);
        if (updated is null)
            yield return new NotComputed("total benchmark and guardrail", "they rest on the updated benchmark", supply);
    }
}

/// <summary>What a reader of a benchmark must know.</summary>
internal static class BenchmarkNotes
{
    public static IReadOnlyList<string> Of(
        BenchmarkFacts facts, BenchmarkSection section, AdjustedBenchmark? adjusted, IReadOnlyList<string> ofFacts)
    {
        var notes = new List<string>(ofFacts);
        if (section == BenchmarkSection.Prospective && facts.RegionalRiskCapFactor is null)
            notes.Add("A-406: no cap on regional risk growth (42 CFR 425.655) is applied without regional-risk-cap.csv");
        if (section is BenchmarkSection.First or BenchmarkSection.Reset2016)
            notes.Add("A-407: the flat dollar update is taken before the risk ratio");
        if (section is BenchmarkSection.First or BenchmarkSection.Reset2016 or BenchmarkSection.Rebased)
            notes.Add("A-408: newly and continuously assigned beneficiaries are combined by person-years");
        if (section == BenchmarkSection.Reset2016 && adjusted?.PriorSavings?.Amount > Money.Zero)
            notes.Add("A-409: average prior savings are added whole, prorated for growth");
        if (adjusted?.PriorSavings?.Proration is not null)
            notes.Add("A-404: sizes are compared over the years that were reconciled");
        if (adjusted?.Population is not null)
            notes.Add("A-405: the dually eligible or low-income share is that of BY3");
        return notes;
    }
}
