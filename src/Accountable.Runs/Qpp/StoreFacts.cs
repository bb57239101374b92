using System.Data.Common;
using System.Runtime.InteropServices;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Qpp;
using Accountable.Data.Store;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;
using Accountable.Rules.Catalogue;
using Accountable.Runs.Claims;

namespace Accountable.Runs.Qpp;

/// <summary>What QP facts from a store are asked for.</summary>
/// <param name="Store">A folder or a database.</param>
/// <param name="Entities">The file of APM Entities.</param>
/// <param name="Law">The law of the performance year.</param>
/// <param name="Attribution">Where the attributed beneficiaries come from.</param>
/// <param name="Seed">The seed of the last tie-break of assignment.</param>
public sealed record StoreFactsRequest(string Store, string Entities, RuleYear Law, AttributionSource Attribution, long Seed);

/// <summary>A score of an entity or a clinician, as scores.csv has it.</summary>
/// <param name="Level">Entity or individual.</param>
/// <param name="Id">The entity or the NPI.</param>
/// <param name="Snapshot">1 to 3.</param>
/// <param name="Basis">The basis.</param>
/// <param name="Sums">Dollars and people.</param>
public sealed record StoreScore(QpLevel Level, string Id, int Snapshot, EligibilityBasis Basis, ScoreFacts Sums);

/// <summary>Facts for QP determination from a store of claims: services are added up in SQL by person, biller and clinician; who counts
/// is decided here. 42 CFR 414.1305, 414.1425(b), 414.1435.</summary>
public sealed class StoreFacts
{
    private readonly RuleYear _law;
    private readonly string _file;
    private readonly QpPeriod _period;
    private readonly AttributionEligibility _eligibility;
    private readonly AttributedPeople _attributed;
    private readonly List<Finding> _findings = [];
    private readonly List<(string EntityId, ListedClinician Clinician)> _clinicians = [];
    private readonly List<StoreScore> _scores = [];
    private readonly List<QpDriver> _drivers = [];
    private readonly int[] _standings = new int[Enum.GetValues<AttributionStanding>().Length];

    private StoreFacts(string file, IReadOnlyList<EntityRow> entities, RuleYear law, AttributedPeople attributed)
    {
        (_file, Entities, _law, _attributed) = (file, entities, law, attributed);
        _period = new QpPeriod(law);
        _eligibility = new AttributionEligibility(law);
    }

    /// <summary>The entities.</summary>
    public IReadOnlyList<EntityRow> Entities { get; }

    /// <summary>Participation Lists: entity, NPI, TIN or <c>CCN 123456</c>, and one bit a snapshot.</summary>
    public IEnumerable<(string EntityId, string Npi, string Tin, byte Snapshots)> Participants =>
        _clinicians.Select(one => (one.EntityId, one.Clinician.Npi, one.Clinician.Tin, one.Clinician.Snapshots));

    /// <summary>The scores, entities first.</summary>
    public IReadOnlyList<StoreScore> Scores => _scores;

    /// <summary>What each TIN and clinician is of their entity's scores at the last snapshot.</summary>
    public IReadOnlyList<QpDriver> Drivers => _drivers;

    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>People whom the entities' groups served by the third snapshot, by the criterion that each fails; a person counts once an
    /// entity.</summary>
    public IEnumerable<(AttributionStanding Standing, int People)> Standings =>
        Enum.GetValues<AttributionStanding>().Select(standing => (standing, _standings[(int)standing]));

    /// <summary>What the result depends on.</summary>
    public Manifest? Manifest { get; private init; }

    /// <summary>Reads a store.</summary>
    /// <exception cref="FileRefusedException">A list or the claims are missing; the message says which.</exception>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static StoreFacts Of(StoreFactsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var law = request.Law;
        _ = QpThresholds.Medicare(law);
        var file = FactsFolder.ReadEntities(request.Entities);
        if (file.Entities.Count == 0)
            throw new FileRefusedException(new Finding(Severity.FileRefused, request.Entities, 0, "", "no good row names an APM Entity",
                "Write entity_id,model_id with one row an entity; entity_id is the ACO's number, or give that in aco_id"));
        var computed = request.Attribution == AttributionSource.Computed
            ? AttributedPeople.Computed(request.Store, file.Entities, request.Entities, law, request.Seed) : null;
        using var store = ClaimStore.OpenToRead(request.Store);
        using var engine = store.OpenCore(ClaimLaw.Of(law.Book));
        try
        {
            if (engine.IsShared)
                engine.Execute("begin");
            var attributed = computed ?? AttributedPeople.Listed(engine, file.Entities, request.Entities, law.Year.Value);
            var facts = new StoreFacts(request.Entities, file.Entities, law, attributed) { Manifest = ManifestOf(request, file, store) };
            facts._findings.AddRange([.. file.Findings, .. attributed.Findings]);
            facts.Run(engine);
            return facts;
        }
        finally
        {
            if (engine.IsShared)
                engine.Execute("rollback");
        }
    }

    /// <summary>The facts of one ACO as part of a run that has its people already.</summary>
    /// <param name="engine">An engine with the schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="aco">The ACO.</param>
    /// <param name="model">Its model's key in the catalogue.</param>
    /// <param name="law">The law of the performance year.</param>
    /// <param name="assigned">Who is assigned to it.</param>
    /// <param name="held">Whom other ACOs have in advance.</param>
    /// <exception cref="FileRefusedException">The store has no list of clinicians or no claims of the QP Performance Period.</exception>
    internal static StoreFacts Of(
        IEngine engine, string aco, string model, RuleYear law, IReadOnlySet<long> assigned, IReadOnlySet<long> held)
    {
        var entity = new EntityRow(0, aco, model, null, null, null, false) { Aco = aco };
        var facts = new StoreFacts("store", [entity], law, AttributedPeople.Known(aco, assigned, held));
        facts.Run(engine);
        return facts;
    }

    /// <summary>The same as a determination takes them.</summary>
    public QpFacts ToQpFacts()
    {
        var entities = Entities.Select(entity => new EntityFacts
        {
            EntityId = entity.EntityId, ModelId = entity.ModelId, ActiveFrom = entity.ActiveFrom, ActiveTo = entity.ActiveTo,
            TerminatedOn = entity.TerminatedOn, BearsRiskOnTermination = entity.BearsRiskOnTermination, Line = entity.Line,
        }).ToList();
        var places = entities.Select((entity, place) => (entity.EntityId, place)).ToDictionary(one => one.EntityId, one => one.place);
        foreach (var score in _scores.Where(score => score.Level == QpLevel.Entity))
            entities[places[score.Id]].Scores[((score.Snapshot - 1) * QpPeriod.Bases) + (int)score.Basis] = score.Sums;
        var individual = _scores.Where(score => score.Level == QpLevel.Individual).ToLookup(score => score.Id);
        return new QpFacts
        {
            Entities = entities,
            Clinicians =
            [
                .. _clinicians.GroupBy(one => one.Clinician.Npi).Select(own => new ClinicianFacts
                {
                    Npi = own.Key, Tins = [.. own.Select(one => one.Clinician.Tin).Distinct()],
                    Memberships = [.. own.Select(one => new Membership(places[one.EntityId], one.Clinician.Tin,
                        ClinicianList.Participation, one.Clinician.Snapshots))],
                    Scores = [.. individual[own.Key].Select(score =>
                        new IndividualScore((byte)score.Snapshot, score.Basis, score.Sums))],
                }),
            ],
        };
    }

    private static Manifest ManifestOf(StoreFactsRequest request, FactsFolder file, ClaimStore store)
    {
        var decisions = new Dictionary<string, string>
        {
            ["performance_year"] = request.Law.Year.ToString(), ["attribution"] = request.Attribution.ToString().ToLowerInvariant(),
            ["seed"] = $"{request.Seed}",
        };
        return new Manifest
        {
            Pipeline = "qpp facts", Book = request.Law.Book, AsOf = request.Law.AsOf,
            Inputs =
            [
                .. file.Inputs.Select(input => new ManifestInput(input.File, input.Sha256, input.Rows, decisions)),
                .. store.Manifest.Files.Select(input => new ManifestInput(input.Name, input.Sha256,
                    (int)Math.Min(input.RowsLoaded, int.MaxValue), new Dictionary<string, string> { ["aco"] = input.Aco })),
            ],
        };
    }

    private void Run(IEngine engine)
    {
        new ProfessionalServices(_law).Fill(engine);
        engine.Execute("create schema if not exists facts");
        var groups = new List<Group>();
        foreach (var entity in Entities)
        {
            // What the file says of active days; the determination tests the rest.
            var list = ListedClinicians.Of(engine, entity, _file, _period, _law);
            _findings.AddRange(list.Findings);
            _clinicians.AddRange(list.Clinicians.Select(clinician => (entity.EntityId, clinician)));
            groups.Add(new Group(entity, list));
        }
        foreach (var group in groups)
            OfEntity(engine, group);
        OfClinicians(engine, groups);
    }

    private void OfEntity(IEngine engine, Group group)
    {
        var entity = group.Entity;
        var (from, to) = (Later(_period.Start, entity.ActiveFrom), Earlier(_period.End, entity.ActiveTo));
        if (from > to)
        {
            _findings.Add(new Finding(Severity.Warning, _file, entity.Line, "active_from",
                $"entity {entity.EntityId} was not active in the QP Performance Period of {_law.Year}: it has no score",
                "Check active_from and active_to"));
            return;
        }
        Holders(engine, entity.Aco, from, to);
        var people = People(engine, entity.Aco, to);
        var sums = new ThresholdScoreSums();
        var members = group.Members;
        var drivers = new QpDriverSums(entity.EntityId, MedicareOption.Bases(_law.Year));
        var any = false;
        foreach (var (key, rows) in Services(engine, from, to))
        {
            any = true;
            var last = AttributionStanding.Eligible;
            var served = false;
            for (var snapshot = 1; snapshot <= QpPeriod.Snapshots; snapshot++)
            {
                var services = default(FurnishedServices);
                foreach (var row in rows)
                {
                    if (row.Period <= snapshot)
                        services += row.By(members, snapshot);
                }
                if (!services.Any)
                    continue;
                served = true;
                last = people.Standing(key, snapshot, _eligibility);
                if (last == AttributionStanding.Eligible && _eligibility.ProspectiveAttributionExcludes
                    && _attributed.IsHeldInAdvance(key, entity.Aco))
                    last = AttributionStanding.AttributedElsewhere;
                var isAttributed = _attributed.Of(entity.Aco).Contains(key);
                sums.Add(snapshot, services, last == AttributionStanding.Eligible, isAttributed);
                if (snapshot == QpPeriod.Snapshots && last == AttributionStanding.Eligible)
                    drivers.Add([.. rows.Select(row => (row.BilledBy, row.Npi, row.By(members, snapshot)))], isAttributed);
            }
            if (served)
                _standings[(int)last]++;
        }
        if (!any)
            throw new FileRefusedException(new Finding(Severity.FileRefused, _file, entity.Line, "entity_id",
                $"the store has no covered professional services of {entity.Aco} from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}",
                "Import the deliveries of those months"));
        _drivers.AddRange(drivers.All());
        foreach (var basis in MedicareOption.Bases(_law.Year))
        {
            for (var snapshot = 1; snapshot <= QpPeriod.Snapshots; snapshot++)
            {
                // A list that is empty at a snapshot makes no group then.
                if (members.Values.Any(first => first <= snapshot) && from <= _period.Day(snapshot))
                    _scores.Add(new StoreScore(QpLevel.Entity, entity.EntityId, snapshot, basis, sums[snapshot, basis]));
            }
        }
    }

    /// <summary>From 2026 every clinician, before it those in several entities: all services of the NPI over the whole period, and whoever
    /// is attributed to one of its entities. 42 CFR 414.1425(c)(3)(ii), (c)(4), (c)(7)(ii).</summary>
    private void OfClinicians(IEngine engine, List<Group> groups)
    {
        var acos = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var clinician in group.List.Clinicians)
            {
                if (!acos.TryGetValue(clinician.Npi, out var own))
                    acos.Add(clinician.Npi, own = new HashSet<string>(StringComparer.Ordinal));
                own.Add(group.Entity.Aco);
            }
        }
        if (!MedicareOption.TestsEveryClinician(_law.Year))
            acos = acos.Where(clinician => clinician.Value.Count > 1).ToDictionary();
        if (acos.Count == 0)
            return;
        Holders(engine, null, _period.Start, _period.End);
        var people = People(engine, null, _period.End);
        var sums = acos.Keys.ToDictionary(npi => npi, _ => new ThresholdScoreSums(), StringComparer.Ordinal);
        foreach (var (key, rows) in Services(engine, _period.Start, _period.End))
        {
            foreach (var own in rows.Where(row => sums.ContainsKey(row.Npi)).GroupBy(row => row.Npi))
            {
                var services = own.Aggregate(default(FurnishedServices), (sum, row) => sum + row.Services);
                sums[own.Key].Add(QpPeriod.Snapshots, services,
                    people.Standing(key, QpPeriod.Snapshots, _eligibility) == AttributionStanding.Eligible,
                    acos[own.Key].Any(aco => _attributed.Of(aco).Contains(key)));
            }
        }
        foreach (var (npi, own) in sums.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            foreach (var basis in MedicareOption.Bases(_law.Year))
                _scores.Add(new StoreScore(QpLevel.Individual, npi, QpPeriod.Snapshots, basis, own[QpPeriod.Snapshots, basis]));
        }
    }

    /// <summary>Whose copy of a person's claims is read: the ACO's, or for everybody that of the ACO with the most lines .</summary>
    private static void Holders(IEngine engine, string? aco, DateOnly from, DateOnly to)
    {
        engine.Execute("drop table if exists facts.claim_holders");
        engine.Execute("create table facts.claim_holders (bene_key bigint, aco_id varchar)");
        engine.Execute("""
            insert into facts.claim_holders
            select bene_key, aco_id
            from (select bene_key, aco_id, row_number() over (partition by bene_key order by sum(lines) desc, aco_id) as place
                  from (select bene_key, aco_id, count(*) as lines from core.professional_lines
                        where aco_id = coalesce(cast($aco as varchar), aco_id) and clm_line_thru_dt between $from and $to
                        group by bene_key, aco_id
                        union all
                        select bene_key, aco_id, count(*) from core.institutional_claims
                        where aco_id = coalesce(cast($aco as varchar), aco_id) and clm_thru_dt between $from and $to
                        group by bene_key, aco_id) held
                  group by bene_key, aco_id) placed
            where place = 1
            """, ("aco", aco), ("from", from), ("to", to));
    }

    private QpPeople People(IEngine engine, string? aco, DateOnly to) => QpPeople.Read(engine, aco, _period, to,
        aco is null ? [.. Entities.Select(entity => entity.Aco).Distinct().Order(StringComparer.Ordinal)] : [aco]);

    private IEnumerable<(long Key, List<ServiceRow> Rows)> Services(IEngine engine, DateOnly from, DateOnly to)
    {
        using var reader = engine.Query(FactModels.Sql("covered_professional_services"), ("from", from),
            ("first", Earlier(_period.Day(1), to)), ("second", Earlier(_period.Day(QpPeriod.Snapshots - 1), to)), ("third", to));
        var rows = new List<ServiceRow>();
        long? key = null;
        while (reader.Read())
        {
            var next = reader.GetInt64(0);
            if (key is { } done && next != done)
            {
                yield return (done, rows);
                rows.Clear();
            }
            key = next;
            rows.Add(ServiceRow.Read(reader));
        }
        if (key is { } last)
            yield return (last, rows);
    }

    private static DateOnly Later(DateOnly left, DateOnly? right) => right > left ? right.Value : left;

    private static DateOnly Earlier(DateOnly left, DateOnly? right) => right < left ? right.Value : left;

    private sealed record Group(EntityRow Entity, ListedClinicians List)
    {
        public IReadOnlyDictionary<(string BilledBy, string Npi), int> Members { get; } = List.Group();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct ServiceRow(string BilledBy, string Npi, int Period, FurnishedServices Services)
    {
        public static ServiceRow Read(DbDataReader reader) => new(reader.GetString(1), reader.GetString(2), reader.GetInt32(3),
            new FurnishedServices(reader.GetDecimal(4), Long(reader, 5), Long(reader, 6), Long(reader, 7)));

        /// <summary>The part that a group furnished: a listed clinician's professional services, a listed clinic's claims.</summary>
        public FurnishedServices By(IReadOnlyDictionary<(string BilledBy, string Npi), int> members, int snapshot)
        {
            var services = default(FurnishedServices);
            if (members.TryGetValue((BilledBy, Npi), out var first) && first <= snapshot)
                services += Services with { Centers = 0 };
            if (Services.Centers > 0 && members.TryGetValue((BilledBy, ""), out first) && first <= snapshot)
                services += new FurnishedServices(0, 0, 0, Services.Centers);
            return services;
        }

        private static long Long(DbDataReader reader, int at) => Convert.ToInt64(reader.GetValue(at),
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
