using Accountable.Data;
using Accountable.Data.Qpp;
using Accountable.Qpp.IncentivePayment;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;

namespace Accountable.Runs.Qpp;

/// <summary>A facts folder with the QP determinations of one year.</summary>
public sealed class QpRun
{
    private static readonly string[] ColumnNames =
    [
        "npi", "tin", "entity_id", "status", "option", "level", "method", "basis", "snapshot", "score", "threshold",
        "mips_excluded", "incentive_rate", "conversion_factor", "reason",
    ];

    private readonly List<Finding> _findings;
    private readonly IReadOnlyList<FactsInput> _inputs;

    private QpRun(QpFacts facts, RuleYear law, int through, List<Finding> findings, IReadOnlyList<FactsInput> inputs)
    {
        Facts = facts;
        Law = law;
        Through = through;
        _findings = findings;
        _inputs = inputs;
        Determinations = new QpDeterminations(facts, law, through);
    }

    /// <summary>The columns of the result.</summary>
    public static IReadOnlyList<string> Columns => ColumnNames;

    /// <summary>The facts.</summary>
    public QpFacts Facts { get; }

    /// <summary>The law of the year.</summary>
    public RuleYear Law { get; }

    /// <summary>The last snapshot used.</summary>
    public int Through { get; }

    /// <summary>The determinations.</summary>
    public QpDeterminations Determinations { get; }

    /// <summary>Everything that was wrong or doubtful, by file and line.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Whether a row or a file was refused.</summary>
    public bool AnyRefused => _findings.Any(finding => finding.Severity != Severity.Warning);

    /// <summary>Parameters and models on which the result rests and which nobody has verified.</summary>
    public IReadOnlyList<string> Unverified
    {
        get
        {
            var models = Facts.Entities.Select(entity =>
                Law.Book.Catalogues.Model(entity.ModelId)).OfType<Rules.Catalogue.CatalogueModel>().Distinct()
                .Where(model => model.In(Law.Year) is { Verified: Verified.No }).Select(model =>
                    $"status of model {model.Id} in {Law.Year}");
            return
            [
                .. Law.Unverified.Concat(Determinations.UnverifiedOfArrangements).Concat(models)
                    .Distinct().Order(StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>What the result depends on.</summary>
    public Manifest Manifest(string pipeline) => new()
    {
        Pipeline = pipeline,
        Book = Law.Book,
        AsOf = Law.AsOf,
        Inputs = [.. _inputs.Select(input => new ManifestInput(input.File, input.Sha256, input.Rows, new Dictionary<string, string>
        {
            ["performance_year"] = Law.Year.ToString(), ["through_snapshot"] = $"{Through}",
        }))],
    };

    /// <summary>Reads a folder and prepares its determinations.</summary>
    /// <exception cref="FileRefusedException">A file that must be there is missing or unreadable.</exception>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static QpRun Read(string folder, RuleBook book, PerformanceYear year, int? through = null, DateOnly? asOf = null,
        bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(book);
        var law = book.For(year, asOf, traced);
        var last = through ?? QpPeriod.Snapshots;

        // Before any file is read: a year without law is no question of the facts.
        _ = QpThresholds.Medicare(law);
        var rows = FactsFolder.Read(folder);
        var (facts, joins, firstLines, documents) = QpFactsBuilder.Build(rows, law);
        rows.Release();
        var run = new QpRun(facts, law, last, [.. rows.Findings, .. joins], [.. rows.Inputs, .. documents]);
        run._findings.AddRange(Completeness.Check(run, rows, firstLines));
        run._findings.Sort((left, right) => string.CompareOrdinal(left.File, right.File) is var byFile and not 0 ? byFile
            : left.Line.CompareTo(right.Line));
        return run;
    }

    /// <summary>A run over facts that are already there.</summary>
    public static QpRun Over(QpFacts facts, RuleBook book, PerformanceYear year, int? through = null, DateOnly? asOf = null,
        bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new QpRun(facts, book.For(year, asOf, traced), through ?? QpPeriod.Snapshots, [], []);
    }

    /// <summary>One row an NPI and TIN of participants.csv, in the order of <see cref="Columns"/>.</summary>
    public IEnumerable<object?[]> Rows(string? npi = null)
    {
        for (var i = 0; i < Facts.Clinicians.Count; i++)
        {
            var clinician = Facts.Clinicians[i];
            if (npi is not null && clinician.Npi != npi)
                continue;
            foreach (var tin in clinician.Tins)
                yield return Row(i, clinician, tin);
        }
    }

    private object?[] Row(int index, ClinicianFacts clinician, string tin)
    {
        var determination = Determinations.DetermineFor(index, tin);
        var decided = determination.Decided;
        return
        [
            clinician.Npi,
            tin,
            EntityOf(decided),
            determination.Status.Word(),
            decided?.Option.Word() ?? "",
            decided?.Level.Word() ?? "",
            decided?.Method.Word() ?? "",
            decided?.Basis.Word() ?? "",
            decided?.Snapshot,
            decided?.Score.Amount,
            decided?.Threshold.Amount,
            MipsExclusion.Determine(determination, Facts, clinician.Npi, tin) ? 1 : 0,
            ApmIncentivePayment.Rate(determination.Status, Law).Amount,
            ConversionFactor.Kind(determination.Status, Law),
            Determinations.Reason(index, determination),
        ];
    }

    private static string EntityOf(Attempt? decided) => decided is { Level: QpLevel.Entity } ? decided.Of : "";
}
