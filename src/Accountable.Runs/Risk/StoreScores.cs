using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Risk;
using Accountable.Data.Store;
using Accountable.Risk;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.Runs.Claims;

namespace Accountable.Runs.Risk;

/// <summary>People and diagnoses as a store gives them.</summary>
/// <param name="People">The people.</param>
/// <param name="Diagnoses">Their diagnoses of the year of service.</param>
public sealed record StoreFacts(PeopleFile People, DiagnosesFile Diagnoses);

/// <summary>Risk scores from a store of claims: what the filter admits is found in SQL, the scores are those of
/// <see cref="ScoreRun"/>.</summary>
public static class StoreScores
{
    private const string Source = "store";

    /// <summary>Scores the people of a store.</summary>
    /// <param name="location">A folder or a database.</param>
    /// <param name="aco">The ACO; null for every ACO of the store.</param>
    /// <param name="run">The models and the payment year.</param>
    /// <param name="book">The rule book.</param>
    /// <returns>The scores, and what they depend on.</returns>
    /// <exception cref="FileRefusedException">The store cannot be read, or has no claims of the year of service.</exception>
    /// <exception cref="LawGapException">The filter of diagnoses is not known for the year of service.</exception>
    public static (PopulationScores Scores, Manifest Manifest) Score(string location, string? aco, ScoreRun run, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(book);
        var filter = FilterOf(run, book);
        using var store = ClaimStore.OpenToRead(location);
        using var engine = store.OpenCore(ClaimLaw.Of(book));

        // Lists of law are this run's own: in a shared database nobody else sees them.
        if (engine.IsShared)
            engine.Execute("begin");
        try
        {
            var facts = Read(engine, aco, run, filter);
            return (run.Score(facts.People, facts.Diagnoses), ManifestOf(store, aco, run, book));
        }
        finally
        {
            if (engine.IsShared)
                engine.Execute("rollback");
        }
    }

    /// <summary>The filter of the year of service, which is the year before the payment year.</summary>
    /// <exception cref="LawGapException">The year of service has no list of procedures.</exception>
    public static DiagnosisFilter FilterOf(ScoreRun run, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(book);
        return new DiagnosisFilter(book.For(new PerformanceYear(run.Law.PaymentYear.Value - 1), run.Law.AsOf));
    }

    /// <summary>Reads people and diagnoses.</summary>
    /// <param name="engine">An engine with the schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="aco">The ACO; null for all.</param>
    /// <param name="run">The models and the payment year.</param>
    /// <param name="filter">The filter of the year of service.</param>
    /// <exception cref="FileRefusedException">There are no claims of the year of service.</exception>
    public static StoreFacts Read(IEngine engine, string? aco, ScoreRun run, DiagnosisFilter filter)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(filter);
        var years = new ScoreYears(run.Law.PaymentYear);
        var coverage = Coverage(engine, aco, years);
        LawRelations.ForDiagnoses(engine, filter);
        var people = StorePeople.Read(engine, aco, years, run.Models[0].IsEsrd);
        var strangers = new HashSet<long>();
        var diagnoses = DiagnosesFile.Of(Source, Diagnoses(engine, aco, years).Select(row =>
        {
            if (people.Places.TryGetValue(row.Person, out var place))
                return ((int?)place, row.Code);
            if (!people.Knows(row.Person))
                strangers.Add(row.Person);
            return (null, row.Code);
        }));
        return new StoreFacts(people.ToFile(strangers.Count, coverage), diagnoses);
    }

    internal static IEnumerable<(long Person, string Code)> Diagnoses(IEngine engine, string? aco, ScoreYears years)
    {
        using var reader = engine.Query(FactModels.Sql("risk_diagnoses"),
            ("aco", aco), ("service_from", years.From), ("service_to", years.To));
        while (reader.Read())
            yield return (reader.GetInt64(0), reader.GetString(1).Trim());
    }

    /// <summary>Without claims of the year everybody would have a score of age and sex alone, and it would look like a score.</summary>
    internal static Finding? Coverage(IEngine engine, string? aco, ScoreYears years)
    {
        using var reader = engine.Query("""
            select min(clm_line_thru_dt), max(clm_line_thru_dt) from core.professional_lines
            where aco_id = coalesce(cast($aco as varchar), aco_id)
            """, ("aco", aco));
        var whose = aco is null ? "the store" : aco;
        if (!reader.Read() || reader.IsDBNull(0))
            throw Refused($"There are no physician claims of {whose}", "Import its CCLF deliveries");
        var (first, last) = (Day(reader.GetValue(0)), Day(reader.GetValue(1)));
        if (last < years.From || first > years.To)
        {
            throw Refused($"The claims of {whose} run from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, and payment year {years.Payment} "
                + $"needs diagnoses of {years.Service}", "Import the deliveries of that year, or name another payment year");
        }
        if (first < years.From.AddMonths(1) && last >= years.To.AddMonths(-1))
            return null;
        return new Finding(Severity.Warning, Source, 0, "",
            $"The claims of {whose} run from {first:yyyy-MM-dd} to {last:yyyy-MM-dd} and do not fill the year of service {years.Service}",
            "Import the deliveries of the other months, or read the scores with that in mind");
    }

    private static Manifest ManifestOf(ClaimStore store, string? aco, ScoreRun run, RuleBook book) => new()
    {
        Pipeline = "risk score", Book = book, AsOf = run.Law.AsOf,
        Inputs =
        [
            .. store.Manifest.Files.Where(file => aco is null || file.Aco == aco).Select(file => new ManifestInput(file.Name, file.Sha256,
                (int)Math.Min(file.RowsLoaded, int.MaxValue), new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["models"] = string.Join(' ', run.Models.Select(model => model.Name)),
                    ["payment_year"] = run.Law.PaymentYear.ToString(), ["aco"] = aco ?? "all",
                })),
        ],
    };

    private static FileRefusedException Refused(string what, string then) =>
        new(new Finding(Severity.FileRefused, Source, 0, "", what, then));

    private static DateOnly Day(object value) => value is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)value;
}
